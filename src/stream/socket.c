/* SPDX-License-Identifier: MIT */
/* A connected socket as one end of a conversation. */
#include "stream/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/splice.h"
#include "sys/socket-queue.h"
#include "sys/tcp-facts.h"

/* Of the calls that carry data, so many are told. */
#define CALLS_TOLD 3

/* The calls that carry data. */
enum data_call { RECEIVE, SPLICE_IN, SEND, SPLICE_OUT, DATA_CALLS };

static const char *const call_texts[DATA_CALLS][2] = {
	[RECEIVE] = { "recv", "buffer" },
	[SPLICE_IN] = { "splice", "to a pipe" },
	[SEND] = { "send", "buffer" },
	[SPLICE_OUT] = { "splice", "from a pipe" },
};

struct data_sum {
	uint64_t count, bytes;
};

struct socket {
	struct stream stream;
	struct data_sum sums[DATA_CALLS];
	bool was_reset; /* the kernel has told already */
};

/* Whether this host is the cause, and no word of the peer or the network. */
static bool is_local(int sysno)
{
	static const int list[] = { ENOMEM, ENOBUFS, EIO, EINVAL, EBADF, EFAULT,
		ENOTSOCK, ENOSPC, EMFILE, ENFILE, ENOSYS, EPERM };

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i] == sysno)
			return true;
	return false;
}

static int fail(struct error *err, int sysno)
{
	switch (sysno) {
	case ECONNRESET:
	case EPIPE:
	case ENOTCONN:
		return error_set(err, FAULT_RESET, "reset by peer");
	case ECONNREFUSED:
		/* A fast open connects with its first write. */
		return error_set(err, FAULT_REFUSED, "refused");
	default:
		error_set(err, FAULT_RESET, "lost: %s", sysno_phrase(sysno));
		err->is_local = is_local(sysno);
		return -1;
	}
}

static void tell_data(
    struct stream *s, enum data_call call, ssize_t n, size_t len)
{
	struct data_sum *calls = &((struct socket *)s)->sums[call];

	if (n < 0 && sysno_is_transient(errno))
		return;
	calls->count += n > 0;
	calls->bytes += n > 0 ? (uint64_t)n : 0;
	if (n > 0 && calls->count > CALLS_TOLD)
		return;
	tap_call(s->tap, n < 0 ? -1 : (long)n,
	    n == 0 ? "no more can come"
	    : n > 0 && calls->count == CALLS_TOLD
		? "and so on; the sum comes before the close"
		: NULL,
	    "%s(%d, %s, %zu)", call_texts[call][0], s->read_fd,
	    call_texts[call][1], len);
}

static void tell_sum(struct stream *s, enum data_call call)
{
	const struct data_sum *calls = &((struct socket *)s)->sums[call];

	if (calls->count > CALLS_TOLD)
		tap_call(s->tap, (long)calls->bytes, "bytes in all",
		    "%s(%d, %s, ...), %llu times", call_texts[call][0],
		    s->read_fd, call_texts[call][1],
		    (unsigned long long)calls->count);
}

static int fail_long_message(size_t len, size_t most, struct error *err)
{
	error_set(err, FAULT_IO,
	    "a message of %zu bytes has come, and %zu is the most that can be "
	    "taken",
	    len, most);
	err->is_of_peer = true;
	return -1;
}

/* A message comes whole. One without bytes is passed over, unless it is the
 * end: no more can come. */
static ssize_t socket_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct socket *self = (struct socket *)s;
	/* MSG_TRUNC: tell the message's length, not that of what fits. */
	int flags = s->carries_messages ? MSG_TRUNC : 0;
	ssize_t n = recv(s->read_fd, bytes, len, flags);

	tell_data(s, RECEIVE, n, len);
	if (n < 0)
		return sysno_is_transient(errno) ? STREAM_AGAIN
		                                 : fail(err, errno);
	if ((size_t)n > len)
		return fail_long_message((size_t)n, len, err);
	if (n == 0 && self->was_reset)
		return fail(err, ECONNRESET);
	if (n == 0 && s->carries_messages &&
	    !socket_queue_is_at_end(s->read_fd))
		return STREAM_AGAIN;
	return n;
}

/* The connection may be well where a call to send has failed, and the peer
 * waits for what will never come: it is told that this is all, and what it has
 * sent can still be read. A peer that only takes no more may have an answer. */
static void stop_after_failure(int fd, int sysno)
{
	if (sysno != EPIPE && sysno != EMSGSIZE)
		shutdown(fd, SHUT_RDWR);
	errno = sysno;
}

static ssize_t socket_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = send(s->write_fd, bytes, len, MSG_NOSIGNAL);

	tell_data(s, SEND, n, len);
	if (n >= 0)
		return n;
	if (sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (errno == EMSGSIZE && s->carries_messages)
		return error_set(err, FAULT_IO,
		    "cannot send %zu bytes as one message: larger than the "
		    "socket's buffer",
		    len);
	stop_after_failure(s->write_fd, errno);
	return fail(err, errno);
}

static ssize_t socket_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	ssize_t n = splice_move(s->read_fd, pipe_fd, len);

	tell_data(s, SPLICE_IN, n, len);
	if (n == 0 && ((struct socket *)s)->was_reset)
		return fail(err, ECONNRESET);
	return n == STREAM_ERROR ? fail(err, errno) : n;
}

static ssize_t socket_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	ssize_t n = splice_move(pipe_fd, s->write_fd, len);

	tell_data(s, SPLICE_OUT, n, len);
	if (n != STREAM_ERROR)
		return n;
	stop_after_failure(s->write_fd, errno);
	return fail(err, errno);
}

/* Takes the error that the kernel keeps for us; 0 if there is none. */
static int take_error(int fd)
{
	int sysno = 0;
	socklen_t len = sizeof(sysno);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &sysno, &len) < 0)
		return errno;
	return sysno;
}

/* A fast open connects with its first write only, and to shut down before the
 * peer has answered would take that back. */
static bool is_connecting(int fd)
{
	struct tcp_facts tcp;

	if (!tcp_facts_get(fd, &tcp) || !tcp.is_connecting)
		return false;
	send(fd, "", 0, MSG_NOSIGNAL);
	return true;
}

static int socket_finish(struct stream *s, struct error *err)
{
	if (is_connecting(s->write_fd))
		return STREAM_AGAIN;
	int result = shutdown(s->write_fd, SHUT_WR);
	int sysno = errno;

	tap_call(s->tap, result,
	    "everything is sent; the peer will read an end of file",
	    "shutdown(%d, SHUT_WR)", s->write_fd);
	if (result == 0)
		return 0;
	int cause = take_error(s->write_fd);
	stop_after_failure(s->write_fd, sysno);
	return fail(err, cause ? cause : sysno);
}

static void socket_close(struct stream *s)
{
	int fd = s->read_fd;

	for (enum data_call call = 0; call < DATA_CALLS; call++)
		tell_sum(s, call);
	int result = close(fd);

	tap_call(s->tap, result, NULL, "close(%d)", fd);
	free(s);
}

/* A socket that cannot tell counts as delivered. */
static int socket_delivered(
    struct stream *s, int *unconfirmed, struct error *err)
{
	struct tcp_facts tcp;
	int sysno = take_error(s->write_fd);

	*unconfirmed = socket_queue_unconfirmed(s->write_fd);
	if (sysno)
		return fail(err, sysno);
	return !tcp_facts_get(s->write_fd, &tcp) || !tcp.is_ending;
}

static void set_tcp_number(
    int fd, struct tap *tap, const char *name, int option, int value)
{
	int result = setsockopt(fd, IPPROTO_TCP, option, &value, sizeof(value));

	tap_call(tap, result, NULL, "setsockopt(%d, IPPROTO_TCP, %s, %d)", fd,
	    name, value);
}

/* Starts keepalive probes, one a second: a peer that has only shut down its
 * sending side answers them, one that is gone does not (tcp(7)). */
static void socket_watch_peer(struct stream *s)
{
	int fd = s->read_fd, on = 1;
	struct tap *tap = s->tap;
	struct tcp_facts tcp;

	if (!tcp_facts_get(fd, &tcp))
		return; /* other kinds tell by themselves */
	int result = setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	tap_call(tap, result,
	    "the peer has ended; probes find out when the peer is gone",
	    "setsockopt(%d, SOL_SOCKET, SO_KEEPALIVE, 1)", fd);
	set_tcp_number(fd, tap, "TCP_KEEPIDLE", TCP_KEEPIDLE, 1);
	set_tcp_number(fd, tap, "TCP_KEEPINTVL", TCP_KEEPINTVL, 1);
}

static int socket_peer_gone(struct stream *s, struct error *err)
{
	struct tcp_facts tcp;
	int sysno = take_error(s->read_fd);

	if (!tcp_facts_get(s->read_fd, &tcp))
		return sysno ? fail(err, sysno) : 0;
	/* A reset that answers a probe comes from a host that knows the
	 * connection no more: the peer closed it in good order. One that comes
	 * unasked says that the peer threw bytes of ours away. */
	if (socket_queue_unconfirmed(s->read_fd) == 0 && (tcp.probes || !sysno))
		return 0;
	return fail(err, sysno ? sysno : ECONNRESET);
}

static bool socket_describe(const struct stream *s, struct tcp_facts *out)
{
	return tcp_facts_get(s->read_fd, out);
}

static const struct stream_ops socket_ops = {
	.read = socket_read,
	.write = socket_write,
	.splice_in = socket_splice_in,
	.splice_out = socket_splice_out,
	.finish = socket_finish,
	.delivered = socket_delivered,
	.watch_peer = socket_watch_peer,
	.peer_gone = socket_peer_gone,
	.describe = socket_describe,
	.close = socket_close,
};

static int type_of(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len);
	return type;
}

static struct stream *make_stream(int fd, bool is_packets, struct tap *tap)
{
	struct socket *s = xmalloc(sizeof(*s));

	*s = (struct socket){
		.stream = {
			.ops = &socket_ops,
			.tap = tap,
			.read_fd = fd,
			.write_fd = fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
			.carries_messages = is_packets,
		},
	};
	return &s->stream;
}

void socket_note_reset(struct stream *s)
{
	((struct socket *)s)->was_reset = true;
}

struct stream *socket_stream(int fd, struct tap *tap)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return make_stream(fd, type_of(fd) == SOCK_SEQPACKET, tap);
}

struct stream *socket_stream_accepted(int fd, int family, struct tap *tap)
{
	bool is_packets = family == AF_UNIX && type_of(fd) == SOCK_SEQPACKET;

	return make_stream(fd, is_packets, tap);
}
