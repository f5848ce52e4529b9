/* SPDX-License-Identifier: MIT */
/* A socket of datagrams as one end of a conversation. */
#include "stream/datagram.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/socket-private.h"
#include "stream/socket.h"
#include "sys/clock-fd.h"
#include "sys/socket/message.h"
#include "sys/socket/packet-info.h"
#include "sys/socket/socket-option.h"
#include "sys/socket/socket-queue.h"

struct datagrams {
	struct socket socket;
	struct datagram_ends ends; /* peer.len 0: no address */
	bool is_connected, is_unix;
	bool is_cut;        /* no more is read than has come by then */
	int left;           /* after that: bytes that may still be read */
	int clock;          /* for pauses; -1: not needed so far */
	int64_t full_since; /* since when the device has no room; or 0 */
	uint64_t strangers; /* discarded datagrams of other senders */
	int failed;         /* an errno, reported after all that has come */
};

int datagram_fail(struct error *err, int sysno, bool is_unix)
{
	/* From path MTU discovery, by ICMP, after the datagram was sent. */
	if (sysno == EMSGSIZE)
		return error_set(err, FAULT_RESET,
		    "lost: a datagram was too long for a link on the way");
	if (sysno == ENOTCONN)
		return error_set(err, FAULT_UNREACHABLE,
		    "cannot be answered: the peer has no address");
	socket_fail(err, sysno);
	if (sysno_fault(sysno) == FAULT_UNREACHABLE)
		err->kind = FAULT_UNREACHABLE;
	if (err->kind == FAULT_REFUSED)
		error_suggest(err,
		    is_unix ? HINT_DATAGRAM_UNIX_DEAF : HINT_DATAGRAM_PORT_DEAF,
		    NULL);
	return -1;
}

int datagram_fail_long(struct error *err, size_t len)
{
	error_set(err, FAULT_IO,
	    "cannot send %zu bytes as one datagram: too long", len);
	error_suggest(err, HINT_DATAGRAM_TOO_LONG, NULL);
	err->hint.number = DATAGRAM_LONGEST;
	return -1;
}

int datagram_fail_full(struct error *err, size_t len)
{
	return error_set(err, FAULT_IO,
	    "cannot send %zu bytes as one datagram: the network device has had "
	    "no room for %d s",
	    len, (int)(DATAGRAM_FULL_LIMIT / CLOCK_SECOND));
}

static int fail(const struct datagrams *d, struct error *err, int sysno)
{
	return datagram_fail(err, sysno, d->is_unix);
}

/* The kernel discards datagrams of others once the socket is connected, but
 * some may have come before that. */
static bool is_of_peer(const struct datagrams *d, const struct address *from)
{
	const struct address *peer = &d->ends.peer;

	return address_is_same(from, peer) ||
	       (address_is_same_host(from, peer) &&
		   address_port(from) == address_port(peer));
}

/* As message_receive(), but an error of the socket is kept for later. */
static ssize_t receive(
    struct datagrams *d, void *bytes, size_t len, struct address *from)
{
	struct stream *s = &d->socket.stream;

	for (;;) {
		ssize_t n = message_receive(s->read_fd, bytes, len, from);
		socket_tell_data(s, SOCKET_RECEIVE, n, len);
		if (n >= 0 || sysno_is_transient(errno) || d->failed)
			return n;
		d->failed = errno;
	}
}

static ssize_t datagram_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct datagrams *d = (struct datagrams *)s;
	struct address from;

	if (d->is_cut && d->left <= 0)
		return 0;
	ssize_t n = receive(d, bytes, len, &from);
	if (n < 0 && d->failed)
		return fail(d, err, d->failed);
	if (n < 0)
		return d->is_cut ? 0 : STREAM_AGAIN;
	if (d->is_cut)
		d->left -= (int)n + 1;
	if (!is_of_peer(d, &from)) {
		d->strangers++;
		return STREAM_AGAIN;
	}
	if (n == 0)
		return DATAGRAM_EMPTY;
	return (size_t)n > len ? socket_fail_long((size_t)n, len, err) : n;
}

/* Waits for a timer: the socket itself always says that it has room. */
static ssize_t write_later(struct datagrams *d)
{
	struct stream *s = &d->socket.stream;

	if (d->clock < 0)
		d->clock = clock_fd_open();
	if (clock_fd_set(d->clock, DATAGRAM_FULL_PAUSE) == 0) {
		s->write_fd = d->clock;
		s->write_events = POLLIN;
	}
	return STREAM_AGAIN;
}

static ssize_t write_when_device_has_room(
    struct datagrams *d, size_t len, struct error *err)
{
	int64_t now = clock_now();

	if (!d->full_since)
		d->full_since = now;
	if (now - d->full_since < DATAGRAM_FULL_LIMIT)
		return write_later(d);
	return datagram_fail_full(err, len);
}

/* As send(2). */
static ssize_t send_one(struct datagrams *d, const void *bytes, size_t len)
{
	_Alignas(struct cmsghdr) char control[PACKET_INFO_SIZE];
	struct iovec vector = { (void *)(uintptr_t)bytes, len };
	struct msghdr header = { .msg_iov = &vector, .msg_iovlen = 1 };

	if (!d->is_connected && d->ends.peer.len) {
		header.msg_name = &d->ends.peer.storage;
		header.msg_namelen = d->ends.peer.len;
	}
	if (!d->is_connected && d->ends.own.len)
		packet_info_set_source(&header, control, &d->ends.own);
	return sendmsg(d->socket.stream.read_fd, &header, MSG_NOSIGNAL);
}

static ssize_t datagram_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct datagrams *d = (struct datagrams *)s;
	ssize_t n = send_one(d, bytes, len);

	socket_tell_data(s, SOCKET_SEND, n, len);
	s->write_fd = s->read_fd;
	s->write_events = POLLOUT;
	if (n >= 0 || errno != ENOBUFS)
		d->full_since = 0;
	if (n >= 0)
		return n;
	/* poll(2) knows the queue of the peer only of a connected socket. */
	if (sysno_is_transient(errno))
		return d->is_unix && !d->is_connected ? write_later(d)
		                                      : STREAM_AGAIN;
	if (errno == ENOBUFS)
		return write_when_device_has_room(d, len, err);
	if (errno == EMSGSIZE && (d->is_unix || len > DATAGRAM_LONGEST))
		return datagram_fail_long(err, len);
	d->failed = errno;
	return fail(d, err, errno);
}

/* No event tells of an error that was taken from the socket already, nor of the
 * end after cut. */
static bool datagram_pending(const struct stream *s)
{
	const struct datagrams *d = (const struct datagrams *)s;

	return d->failed || d->is_cut;
}

/* What the socket can hold is a limit, so that a fast peer cannot keep the
 * stream open. */
static void datagram_cut(struct stream *s)
{
	struct datagrams *d = (struct datagrams *)s;

	if (!d->is_cut)
		d->left = socket_option_get(s->read_fd, SOL_SOCKET, SO_RCVBUF);
	d->is_cut = true;
}

static void datagram_ends(
    const struct stream *s, struct address *local, struct address *remote)
{
	const struct datagrams *d = (const struct datagrams *)s;
	unsigned port = address_port(local);

	if (d->is_connected)
		return;
	if (d->ends.peer.len > 0)
		*remote = d->ends.peer;
	if (d->ends.own.len > 0) {
		*local = d->ends.own;
		address_set_port(local, port);
	}
}

/* No datagram can say that it is the last. */
static int datagram_finish(struct stream *s, struct error *err)
{
	(void)s;
	(void)err;
	return 0;
}

/* Datagrams are not confirmed, but a refusal may have come back. */
static int datagram_delivered(
    struct stream *s, int *unconfirmed, struct error *err)
{
	int sysno = socket_take_error(s->read_fd);

	*unconfirmed = 0;
	return sysno ? fail((struct datagrams *)s, err, sysno) : 1;
}

void datagram_tell_dropped(uint64_t count, struct tap *tap)
{
	struct error err = ERROR_NONE;

	if (count == 0)
		return;
	error_set(&err, FAULT_IO,
	    "the kernel dropped %llu datagram%s that came faster than they "
	    "were read",
	    (unsigned long long)count, count == 1 ? "" : "s");
	tap_tell(
	    tap, &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

static void tell_strangers(const struct datagrams *d)
{
	char text[96];

	if (d->strangers == 0)
		return;
	snprintf(text, sizeof(text),
	    "datagrams of other senders were thrown away: %llu",
	    (unsigned long long)d->strangers);
	tap_tell(d->socket.stream.tap,
	    &(struct tap_event){ .kind = TAP_NOTE, .text = text });
}

static void datagram_close(struct stream *s)
{
	const struct datagrams *d = (const struct datagrams *)s;

	datagram_tell_dropped(socket_queue_dropped(s->read_fd), s->tap);
	tell_strangers(d);
	if (d->clock >= 0)
		clock_fd_close(d->clock);
	socket_close(s);
}

static const struct stream_ops datagram_ops = {
	.read = datagram_read,
	.write = datagram_write,
	.finish = datagram_finish,
	.pending = datagram_pending,
	.cut = datagram_cut,
	.ends = datagram_ends,
	.delivered = datagram_delivered,
	.close = datagram_close,
};

struct stream *datagram_stream(
    int fd, const struct datagram_ends *ends, struct tap *tap)
{
	struct datagrams *d = xmalloc(sizeof(*d));
	struct address local = address_local(fd);

	*d = (struct datagrams){
		.is_connected = !ends,
		.is_unix = address_family(&local) == AF_UNIX,
		.clock = -1,
	};
	if (ends)
		d->ends = *ends;
	else
		d->ends.peer = address_remote(fd);
	socket_init(&d->socket, &datagram_ops, fd, true, tap);
	d->socket.stream.carries_datagrams = true;
	return &d->socket.stream;
}
