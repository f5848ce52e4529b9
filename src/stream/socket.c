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

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/low-water.h"
#include "stream/socket-private.h"
#include "stream/splice.h"
#include "sys/socket/message.h"
#include "sys/socket/socket-option.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/tcp-facts.h"

static const char *const call_texts[][2] = {
	[SOCKET_RECEIVE] = { "recv", "buffer" },
	[SOCKET_SPLICE_IN] = { "splice", "to a pipe" },
	[SOCKET_SEND] = { "send", "buffer" },
	[SOCKET_SPLICE_OUT] = { "splice", "from a pipe" },
};

/* Whether this host is the cause, not the peer or the network. */
static bool is_local(int sysno)
{
	static const int list[] = { ENOMEM, ENOBUFS, EIO, EINVAL, EBADF, EFAULT,
		ENOTSOCK, ENOSPC, EMFILE, ENFILE, ENOSYS, EPERM };

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i] == sysno)
			return true;
	return false;
}

int socket_fail(struct error *err, int sysno)
{
	switch (sysno) {
	case ECONNRESET:
	case EPIPE:
	case ENOTCONN:
		return error_set(err, FAULT_RESET, "reset by peer");
	case ECONNREFUSED:
		/* With TCP fast open, the first write connects. */
		return error_set(err, FAULT_REFUSED, "refused");
	default:
		error_set(err, FAULT_RESET, "lost: %s", sysno_phrase(sysno));
		err->is_local = is_local(sysno);
		return -1;
	}
}

void socket_tell_data(
    struct stream *s, enum socket_data_call call, ssize_t n, size_t len)
{
	const struct tap_data_call told = {
		.name = call_texts[call][0],
		.holder = call_texts[call][1],
		.fd = s->read_fd,
		.size = len,
	};

	if (!((struct socket *)s)->tells_data_calls ||
	    (n < 0 && sysno_is_transient(errno)))
		return;
	tap_data_call(s->tap, &told, n < 0 ? -1 : (long)n, (uint64_t)n,
	    n != 0                 ? NULL
	    : s->carries_datagrams ? "it is empty"
				   : "no more can come");
}

int socket_fail_long(size_t len, size_t most, struct error *err)
{
	error_set(err, FAULT_IO,
	    "a message of %zu bytes has come, and %zu is the most that can be "
	    "taken",
	    len, most);
	err->is_of_peer = true;
	return -1;
}

/* A message is read whole. recv(2) returns 0 for an empty message, which is
 * skipped, and at the end of the stream. */
static ssize_t socket_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct socket *self = (struct socket *)s;

	if (self->low_water)
		low_water_end(self->low_water, s->read_fd, s->tap);
	ssize_t n = s->carries_messages
	                ? message_receive(s->read_fd, bytes, len, NULL)
	                : recv(s->read_fd, bytes, len, 0);

	socket_tell_data(s, SOCKET_RECEIVE, n, len);
	if (n < 0)
		return sysno_is_transient(errno) ? STREAM_AGAIN
		                                 : socket_fail(err, errno);
	if ((size_t)n > len)
		return socket_fail_long((size_t)n, len, err);
	if (n == 0 && self->was_reset)
		return socket_fail(err, ECONNRESET);
	if (n == 0 && s->carries_messages &&
	    !socket_queue_is_at_end(s->read_fd))
		return STREAM_AGAIN;
	return n;
}

/* After a failed send the connection may be intact, and the peer would wait for
 * the rest: shutdown(2) tells it that nothing follows. What it has sent can
 * still be read. After EPIPE the peer may still have an answer. */
static void stop_after_failure(int fd, int sysno)
{
	if (sysno != EPIPE && sysno != EMSGSIZE)
		shutdown(fd, SHUT_RDWR);
	errno = sysno;
}

/* The result of a call to send, as a stream returns it. */
static ssize_t sent(struct stream *s, ssize_t n, size_t len, struct error *err)
{
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
	return socket_fail(err, errno);
}

static ssize_t socket_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = send(s->write_fd, bytes, len, MSG_NOSIGNAL);

	socket_tell_data(s, SOCKET_SEND, n, len);
	return sent(s, n, len, err);
}

static ssize_t socket_urge(
    struct stream *s, const void *byte, struct error *err)
{
	ssize_t n = send(s->write_fd, byte, 1, MSG_NOSIGNAL | MSG_OOB);

	if (n >= 0 || !sysno_is_transient(errno))
		tap_call(s->tap, n, "the peer is told that this byte is urgent",
		    "send(%d, byte, 1, MSG_OOB)", s->write_fd);
	return sent(s, n, 1, err);
}

/* splice(2) never passes urgent data (RFC 6093): it finds nothing, or reports
 * the end of the stream if a FIN has come. recv(2) does pass it. */
static bool is_before_urgent(struct socket *self, ssize_t n)
{
	bool may_be = n == 0 || (n == STREAM_AGAIN && self->had_no_more);

	self->had_no_more = n == STREAM_AGAIN;
	return may_be && sockatmark(self->stream.read_fd) == 1;
}

static ssize_t socket_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct socket *self = (struct socket *)s;
	ssize_t n = splice_move(s->read_fd, pipe_fd, len);

	socket_tell_data(s, SOCKET_SPLICE_IN, n, len);
	if (!self->low_water)
		self->low_water = low_water_new(s->read_fd);
	low_water_learn(self->low_water, s->read_fd, n, s->tap);
	if (is_before_urgent(self, n))
		return STREAM_CANNOT;
	if (n == 0 && self->was_reset)
		return socket_fail(err, ECONNRESET);
	return n == STREAM_ERROR ? socket_fail(err, errno) : n;
}

static int64_t socket_due(const struct stream *s)
{
	const struct low_water *l = ((const struct socket *)s)->low_water;

	return l ? l->due : CLOCK_NEVER;
}

static ssize_t socket_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	ssize_t n = splice_move(pipe_fd, s->write_fd, len);

	socket_tell_data(s, SOCKET_SPLICE_OUT, n, len);
	if (n != STREAM_ERROR)
		return n;
	stop_after_failure(s->write_fd, errno);
	return socket_fail(err, errno);
}

int socket_take_error(int fd)
{
	int sysno = 0;
	socklen_t len = sizeof(sysno);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &sysno, &len) < 0)
		return errno;
	return sysno;
}

/* With TCP fast open, the first write connects: an empty one does so here.
 * shutdown(2) before the peer has answered would cancel the connection. */
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
	if (((struct socket *)s)->may_connect_late &&
	    is_connecting(s->write_fd))
		return STREAM_AGAIN;
	int result = shutdown(s->write_fd, SHUT_WR);
	int sysno = errno;

	tap_call(s->tap, result,
	    "everything is sent; the peer will read an end of file",
	    "shutdown(%d, SHUT_WR)", s->write_fd);
	if (result == 0)
		return 0;
	int cause = socket_take_error(s->write_fd);
	stop_after_failure(s->write_fd, sysno);
	return socket_fail(err, cause ? cause : sysno);
}

/* What the kernel has not sent by then is lost (socket(7), SO_LINGER). A Unix
 * socket knows no reset: its peer reads an end, or ECONNRESET if bytes of the
 * peer are unread. */
static void socket_reset(struct stream *s)
{
	const struct linger at_once = { .l_onoff = 1 };
	int result = setsockopt(
	    s->write_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));

	tap_call(s->tap, result, "the peer will read a reset, not an end",
	    "setsockopt(%d, SOL_SOCKET, SO_LINGER, {1, 0})", s->write_fd);
}

void socket_close(struct stream *s)
{
	int fd = s->read_fd, result = close(fd);

	tap_call(s->tap, result, NULL, "close(%d)", fd);
	free(((struct socket *)s)->low_water);
	free(s);
}

/* Only TCP can tell, and counts the FIN, too. */
static int socket_delivered(
    struct stream *s, int *unconfirmed, struct error *err)
{
	struct tcp_facts tcp;
	int fd = s->write_fd, sysno = socket_take_error(fd);

	*unconfirmed = socket_queue_unconfirmed(fd);
	if (sysno)
		return socket_fail(err, sysno);
	return *unconfirmed == 0 || !tcp_facts_get(fd, &tcp) || !tcp.is_ending;
}

static void set_second(int fd, struct tap *tap, const char *name, int option)
{
	int second = 1;
	int result =
	    setsockopt(fd, IPPROTO_TCP, option, &second, sizeof(second));

	tap_call(
	    tap, result, NULL, "setsockopt(%d, IPPROTO_TCP, %s, 1)", fd, name);
}

/* Starts keepalive probes (tcp(7)), one a second: a peer that has only shut
 * down its sending side answers them, one that is gone does not. */
static void socket_watch_peer(struct stream *s)
{
	int fd = s->read_fd, on = 1;
	struct tap *tap = s->tap;

	if (!socket_option_is_tcp(fd))
		return; /* others have events of their own for that */
	int result = setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	tap_call(tap, result,
	    "the peer has ended; probes find out when the peer is gone",
	    "setsockopt(%d, SOL_SOCKET, SO_KEEPALIVE, 1)", fd);
	set_second(fd, tap, "TCP_KEEPIDLE", TCP_KEEPIDLE);
	set_second(fd, tap, "TCP_KEEPINTVL", TCP_KEEPINTVL);
}

static int socket_peer_gone(struct stream *s, struct error *err)
{
	struct tcp_facts tcp;
	int sysno = socket_take_error(s->read_fd);

	if (!tcp_facts_get(s->read_fd, &tcp))
		return sysno ? socket_fail(err, sysno) : 0;
	/* A reset that answers a probe is sent by a host where the connection
	 * does not exist any more: the peer has closed it after reading all.
	 * Any other reset means that the peer discarded bytes from here. */
	if (socket_queue_unconfirmed(s->read_fd) == 0 && (tcp.probes || !sysno))
		return 0;
	return socket_fail(err, sysno ? sysno : ECONNRESET);
}

static bool socket_describe(const struct stream *s, struct tcp_facts *out)
{
	return tcp_facts_get(s->read_fd, out);
}

static const struct stream_ops socket_ops = {
	.read = socket_read,
	.write = socket_write,
	.urge = socket_urge,
	.splice_in = socket_splice_in,
	.splice_out = socket_splice_out,
	.due = socket_due,
	.finish = socket_finish,
	.reset = socket_reset,
	.delivered = socket_delivered,
	.watch_peer = socket_watch_peer,
	.peer_gone = socket_peer_gone,
	.describe = socket_describe,
	.close = socket_close,
};

static bool is_seqpacket(int fd)
{
	return socket_option_get(fd, SOL_SOCKET, SO_TYPE) == SOCK_SEQPACKET;
}

void socket_init(struct socket *s, const struct stream_ops *ops, int fd,
    bool carries_messages, struct tap *tap)
{
	*s = (struct socket){
		.stream = {
			.ops = ops,
			.tap = tap,
			.read_fd = fd,
			.write_fd = fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
			.carries_messages = carries_messages,
			.splices_in = !carries_messages,
			.splices_out = !carries_messages,
		},
		.tells_data_calls = tap_wants(tap, TAP_CALL),
	};
}

static struct stream *make_stream(int fd, bool is_packets, struct tap *tap)
{
	struct socket *s = xmalloc(sizeof(*s));

	socket_init(s, &socket_ops, fd, is_packets, tap);
	return &s->stream;
}

void socket_note_reset(struct stream *s)
{
	((struct socket *)s)->was_reset = true;
}

struct stream *socket_stream(int fd, struct tap *tap)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	struct stream *s = make_stream(fd, is_seqpacket(fd), tap);
	((struct socket *)s)->may_connect_late = true;
	return s;
}

struct stream *socket_stream_connected(int fd, int type, struct tap *tap)
{
	return make_stream(fd, type == SOCK_SEQPACKET, tap);
}

struct stream *socket_stream_accepted(int fd, int family, struct tap *tap)
{
	return make_stream(fd, family == AF_UNIX && is_seqpacket(fd), tap);
}
