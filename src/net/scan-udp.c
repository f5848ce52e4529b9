/* SPDX-License-Identifier: MIT */
/* Asking UDP ports, by an empty datagram. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sysno.h"
#include "net/scan-method.h"

static void close_socket(struct scan_seat *seat)
{
	close(seat->fd);
	seat->fd = -1;
}

/* What ICMP said of the datagram before may come to light here. */
static int ask(struct scan_seat *seat, struct tap *tap)
{
	ssize_t sent = send(seat->fd, "", 0, 0);

	tap_call(tap, sent, "an empty datagram", "send(%d, port %u)", seat->fd,
	    address_port(&seat->address));
	if (sent >= 0 || sysno_is_passing(errno) || errno == ENOBUFS)
		return SCAN_UNKNOWN;
	int state = scan_state_of(errno), saved = errno;
	close_socket(seat);
	errno = saved;
	return state;
}

/* Returns 0, or -1 with errno. */
static int aim(struct scan_seat *seat, struct tap *tap)
{
	const struct address *a = &seat->address;
	char text[ADDRESS_TEXT];

	if (seat->fd < 0)
		seat->fd = socket(a->storage.ss_family,
		    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (seat->fd < 0)
		return -1;
	int result =
	    connect(seat->fd, (const struct sockaddr *)&a->storage, a->len);
	tap_call(tap, result, NULL, "connect(%d, %s)", seat->fd,
	    address_text(text, &seat->address));
	return result;
}

/* An answer, or what ICMP says. */
static int look(struct scan_seat *seat, struct tap *tap)
{
	char byte;
	ssize_t got = recv(seat->fd, &byte, sizeof(byte), 0);
	int state = SCAN_OPEN;

	tap_call(tap, got, NULL, "recv(%d, 1)", seat->fd);
	if (got < 0 && sysno_is_passing(errno))
		return SCAN_UNKNOWN;
	if (got < 0)
		state = scan_state_of(errno);
	/* A further answer must not be taken for one of the next port. */
	if (state != SCAN_CLOSED || seat->was_asked_again)
		close_socket(seat);
	return state;
}

static int begin(struct scan_seat *seat, struct tap *tap)
{
	int result = aim(seat, tap);

	/* The port that the kernel gave us is asked from another one. */
	if (result == 0 && scan_met_itself(seat)) {
		int own = seat->fd;
		seat->fd = -1;
		result = aim(seat, tap);
		close(own);
	}
	if (result < 0) {
		int state = scan_state_of(errno), saved = errno;
		if (seat->fd >= 0)
			close_socket(seat);
		errno = saved;
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
