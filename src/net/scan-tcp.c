/* SPDX-License-Identifier: MIT */
/* Asking TCP ports, by connecting. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/scan-method.h"

static int hang_up(struct scan_seat *seat)
{
	int saved = errno;

	close(seat->fd);
	seat->fd = -1;
	errno = saved;
	return 0;
}

/* Without the TIME-WAIT state, which would hold a port that is none of ours. */
static void reset(const struct scan_seat *seat)
{
	struct linger at_once = { .l_onoff = 1 };

	setsockopt(seat->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

/* connect(2) tells how far the connection is that an earlier call began. On
 * Linux a socket that was refused can be used again, which saves half of what
 * a closed port costs. */
static int try_connect(struct scan_seat *seat, struct tap *tap)
{
	const struct address *a = &seat->address;
	char text[ADDRESS_TEXT];
	int result =
	    connect(seat->fd, (const struct sockaddr *)&a->storage, a->len);

	tap_call(tap, result, NULL, "connect(%d, %s)", seat->fd,
	    address_text(text, a));
	if (result == 0 || errno == EISCONN) {
		bool is_nobody = scan_met_itself(seat);
		if (is_nobody)
			reset(seat);
		hang_up(seat);
		return is_nobody ? SCAN_CLOSED : SCAN_OPEN;
	}
	if (errno == EINPROGRESS || errno == EALREADY || errno == EINTR)
		return SCAN_UNKNOWN;
	int state = scan_state_of(errno);
	if (state != SCAN_CLOSED)
		hang_up(seat);
	return state;
}

static int begin(struct scan_seat *seat, struct tap *tap)
{
	if (seat->fd < 0)
		seat->fd = socket(seat->address.storage.ss_family,
		    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (seat->fd < 0)
		return -1;
	int state = try_connect(seat, tap);
	/* On our own host the answer is there already. */
	return state == SCAN_UNKNOWN ? try_connect(seat, tap) : state;
}

const struct scan_method scan_tcp = {
	.type = SOCK_STREAM,
	.events = POLLOUT,
	.begin = begin,
	.look = try_connect,
};
