/* SPDX-License-Identifier: MIT */
/* Asking UDP ports, by an empty datagram. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/sysno.h"
#include "scan/scan-method.h"
#include "scan/scan.h"

/* What ICMP said of the datagram before may come to light here. */
static int ask(struct scan_seat *seat, struct tap *tap)
{
	ssize_t sent;

	do
		sent = send(seat->fd, "", 0, 0);
	while (sent < 0 && errno == EINTR);
	tap_call(tap, sent, "an empty datagram", "send(%d, port %u)", seat->fd,
	    address_port(&seat->address));
	if (sent >= 0 || sysno_is_transient(errno) || errno == ENOBUFS)
		return SCAN_UNKNOWN;
	int state = scan_state_of(errno);
	scan_socket_close(seat, tap);
	return state;
}

/* Returns 0, or -1 with errno. */
static int aim(struct scan_seat *seat, struct tap *tap)
{
	if (seat->fd < 0 && scan_socket_open(seat, SOCK_DGRAM, tap) < 0)
		return -1;
	return scan_socket_connect(seat, tap);
}

/* An answer, or what ICMP says. */
static int look(struct scan_seat *seat, struct tap *tap)
{
	char byte;
	ssize_t got = recv(seat->fd, &byte, sizeof(byte), 0);
	int state = SCAN_OPEN;

	tap_call(tap, got, NULL, "recv(%d, 1)", seat->fd);
	if (got < 0 && sysno_is_transient(errno))
		return SCAN_UNKNOWN;
	if (got < 0)
		state = scan_state_of(errno);
	/* A further answer must not be taken for one of the next port. */
	if (state != SCAN_CLOSED || seat->was_asked_again)
		scan_socket_close(seat, tap);
	return state;
}

static int begin(struct scan_seat *seat, struct tap *tap)
{
	int result = aim(seat, tap);

	/* The port that the kernel gave us is asked from another one. */
	if (result == 0 && scan_socket_met_itself(seat)) {
		struct scan_seat own = *seat;
		seat->fd = -1;
		result = aim(seat, tap);
		scan_socket_close(&own, tap);
	}
	if (result < 0) {
		int state = scan_state_of(errno);
		scan_socket_close(seat, tap);
		return state;
	}
	int state = ask(seat, tap);
	/* On our own host the answer is there already. */
	return state == SCAN_UNKNOWN ? look(seat, tap) : state;
}

const struct scan_method scan_udp = {
	.type = SOCK_DGRAM,
	.events = POLLIN,
	.begin = begin,
	.look = look,
	.ask_again = ask,
};
