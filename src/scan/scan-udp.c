/* SPDX-License-Identifier: MIT */
/* Asking UDP ports, by an empty datagram. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "net/datagram/question.h"
#include "net/socket.h"
#include "scan/scan-method.h"
#include "scan/scan.h"

/* May report what ICMP said of an earlier datagram. */
static int ask(struct scan_seat *seat, struct tap *tap)
{
	if (question_ask(seat->fd, "", 0, tap) == 0)
		return SCAN_UNKNOWN;
	int state = scan_state_of(errno);
	scan_seat_close(seat, tap);
	return state;
}

/* Receives an answer, or an error by ICMP. */
static int look(struct scan_seat *seat, struct tap *tap)
{
	char byte;
	ssize_t got = question_hear(seat->fd, &byte, sizeof(byte), tap);
	int state = SCAN_OPEN;

	if (got == QUESTION_OPEN)
		return SCAN_UNKNOWN;
	if (got == QUESTION_REFUSED)
		state = scan_state_of(errno);
	/* Another answer must not be taken for that of the next port. */
	if (state != SCAN_CLOSED || seat->was_asked_again)
		scan_seat_close(seat, tap);
	return state;
}

/* Connects the socket of an earlier port, or a new one: the port that the
 * kernel gave to a socket is asked from another one. Returns 0, or -1 with
 * errno. */
static int aim(struct scan_seat *seat, struct tap *tap)
{
	const struct address *a = &seat->address;

	if (seat->fd >= 0 && (socket_connect(seat->fd, a, NULL, tap) < 0 ||
				 address_is_own(seat->fd, a)))
		scan_seat_close(seat, tap);
	if (seat->fd < 0)
		seat->fd = question_open(a, tap);
	return seat->fd < 0 ? -1 : 0;
}

static int begin(struct scan_seat *seat, struct tap *tap)
{
	if (aim(seat, tap) < 0)
		return scan_state_of(errno);
	int state = ask(seat, tap);
	/* A port of this host has answered already. */
	return state == SCAN_UNKNOWN ? look(seat, tap) : state;
}

const struct scan_method scan_udp = {
	.type = SOCK_DGRAM,
	.events = POLLIN,
	.begin = begin,
	.look = look,
	.ask_again = ask,
};
