/* SPDX-License-Identifier: MIT */
/* Asking TCP ports, by connecting. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "net/socket.h"
#include "scan/scan-method.h"
#include "scan/scan.h"

/* Avoids the state TIME-WAIT, which would hold a port of the scanned host. */
static void reset(const struct scan_seat *seat, struct tap *tap)
{
	struct linger at_once = { .l_onoff = 1 };
	int result = setsockopt(
	    seat->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));

	tap_call(tap, result, "the socket is connected to itself",
	    "setsockopt(%d, SO_LINGER, 0)", seat->fd);
}

/* Begins to connect, or asks how far that is. On Linux a socket that was
 * refused can be used again, which halves the cost of a closed port. */
static int try_connect(struct scan_seat *seat, struct tap *tap)
{
	int result = socket_connect(seat->fd, &seat->address, NULL, tap);

	if (result == 0 || errno == EISCONN) {
		bool meets_itself = address_is_own(seat->fd, &seat->address);
		if (meets_itself)
			reset(seat, tap);
		scan_seat_close(seat, tap);
		return meets_itself ? SCAN_CLOSED : SCAN_OPEN;
	}
	if (errno == EINPROGRESS || errno == EALREADY)
		return SCAN_UNKNOWN;
	int state = scan_state_of(errno);
	if (state != SCAN_CLOSED)
		scan_seat_close(seat, tap);
	return state;
}

static int begin(struct scan_seat *seat, struct tap *tap)
{
	if (seat->fd < 0)
		seat->fd = socket_open(
		    seat->address.storage.ss_family, SOCK_STREAM, 0, tap);
	if (seat->fd < 0)
		return scan_state_of(errno);
	int state = try_connect(seat, tap);
	/* A port of this host has answered already. */
	return state == SCAN_UNKNOWN ? try_connect(seat, tap) : state;
}

const struct scan_method scan_tcp = {
	.type = SOCK_STREAM,
	.events = POLLOUT,
	.begin = begin,
	.look = try_connect,
};
