/* SPDX-License-Identifier: MIT */
/* A sender of datagrams to a socket that others send to, too, as one end of a
 * conversation. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/bind/senders-private.h"
#include "net/datagram/datagram.h"
#include "net/datagram/refusal.h"
#include "stream/datagram.h"
#include "stream/socket-private.h"

/* How often a datagram is sent if calls fail: the failure may be that of
 * another datagram, which the network has reported. */
#define TRIES 3

static int fail(struct sender *s, int sysno, struct error *err)
{
	s->failed = sysno;
	return datagram_fail(err, sysno, s->senders->is_unix);
}

static ssize_t sender_read(
    struct stream *stream, void *bytes, size_t len, struct error *err)
{
	struct sender *s = (struct sender *)stream;
	const struct queued_datagram *first = s->queue.first;

	if (!first && s->failed)
		return fail(s, s->failed, err);
	if (!first)
		return s->is_over ? 0 : STREAM_AGAIN;
	size_t n = first->len;
	if (n <= len)
		memcpy(bytes, first->bytes, n);
	datagram_queue_drop(&s->queue);
	if (n == 0)
		return DATAGRAM_EMPTY;
	return n > len ? socket_fail_long(n, len, err) : (ssize_t)n;
}

/* Sending */

static ssize_t write_later(struct sender *s, size_t len, struct error *err)
{
	int64_t now = clock_now();
	bool is_device = errno == ENOBUFS;

	/* poll(2) knows nothing of the queue of a Unix socket's peer. */
	if (!is_device && !s->senders->is_unix) {
		senders_wait_for_event(s);
		return STREAM_AGAIN;
	}
	if (is_device && !s->full_since)
		s->full_since = now;
	if (is_device && now - s->full_since >= DATAGRAM_FULL_LIMIT)
		return datagram_fail_full(err, len);
	senders_wait_for_time(s);
	return STREAM_AGAIN;
}

/* Sends it, also if an error is pending that another datagram has caused.
 * Returns as datagram_send(), with errno. */
static int send_one(
    struct sender *s, const struct datagram *d, struct error *err)
{
	int result = -1;

	for (int i = 0; i < TRIES && result < 0 && !s->failed; i++) {
		result =
		    datagram_send(s->socket->fd, d, s->senders->opts.tap, err);
		int sysno = errno;
		if (result < 0 && s->senders->is_unix)
			return result;
		if (result < 0)
			senders_take_errors(s->senders, s->socket);
		errno = sysno;
	}
	return result;
}

static bool has_name(const struct sender *s)
{
	size_t len;

	return !s->senders->is_unix || address_unix_name(&s->entry.peer, &len);
}

static ssize_t sender_write(
    struct stream *stream, const void *bytes, size_t len, struct error *err)
{
	struct sender *s = (struct sender *)stream;
	const struct datagram d = { .bytes = bytes,
		.len = len,
		.peer = s->entry.peer,
		.own = s->entry.own };

	if (!has_name(s))
		return fail(s, ENOTCONN, err);
	int result = send_one(s, &d, err);
	if (s->failed)
		return fail(s, s->failed, err);
	if (result == 0)
		return write_later(s, len, err);
	s->full_since = 0;
	senders_note_activity(s);
	if (result > 0)
		return (ssize_t)len;
	if (errno == EMSGSIZE &&
	    (s->senders->is_unix || len > DATAGRAM_LONGEST))
		return datagram_fail_long(err, len);
	return fail(s, errno, err);
}

/* No datagram can say that it is the last. */
static int sender_finish(struct stream *stream, struct error *err)
{
	(void)stream;
	(void)err;
	return 0;
}

/* Datagrams are not confirmed, but a refusal may have come back. */
static int sender_delivered(
    struct stream *stream, int *unconfirmed, struct error *err)
{
	struct sender *s = (struct sender *)stream;

	*unconfirmed = 0;
	senders_take_errors(s->senders, s->socket);
	return s->failed ? fail(s, s->failed, err) : 1;
}

static bool sender_pending(const struct stream *stream)
{
	const struct sender *s = (const struct sender *)stream;

	return s->queue.first || s->failed || s->is_over;
}

static void sender_cut(struct stream *stream)
{
	((struct sender *)stream)->is_over = true;
}

static void sender_ends(
    const struct stream *stream, struct address *local, struct address *remote)
{
	const struct sender *s = (const struct sender *)stream;

	*remote = s->entry.peer;
	*local = address_local(s->socket->fd);
	unsigned port = address_port(local);
	if (s->entry.own.len == 0)
		return;
	*local = s->entry.own;
	address_set_port(local, port);
}

/* As far as genet has the privilege: the sender is told as if nobody had the
 * port. */
static void sender_reset(struct stream *stream)
{
	((struct sender *)stream)->is_reset = true;
}

static void refuse(const struct sender *s)
{
	struct address local, remote;

	sender_ends(&s->stream, &local, &remote);
	refusal_send(&remote, &local, s->stream.tap);
}

static void tell_lost(const struct sender *s)
{
	char text[ADDRESS_TEXT];
	struct error err = ERROR_NONE;

	if (s->lost == 0)
		return;
	error_set(&err, FAULT_IO,
	    "lost %llu datagram%s from %s, which came faster than they were "
	    "passed on",
	    (unsigned long long)s->lost, s->lost == 1 ? "" : "s",
	    address_text(text, &s->entry.peer));
	tap_tell(s->senders->opts.tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

static void sender_close(struct stream *stream)
{
	struct sender *s = (struct sender *)stream;

	tell_lost(s);
	if (s->is_reset && !s->failed && !s->senders->is_unix)
		refuse(s);
	senders_forget(s);
	datagram_queue_free(&s->queue);
	free(s);
}

static const struct stream_ops sender_ops = {
	.read = sender_read,
	.write = sender_write,
	.finish = sender_finish,
	.reset = sender_reset,
	.pending = sender_pending,
	.cut = sender_cut,
	.ends = sender_ends,
	.delivered = sender_delivered,
	.close = sender_close,
};

struct sender *sender_new(struct senders *s, struct senders_socket *socket,
    const struct address *peer, const struct address *own)
{
	struct sender *sender = xmalloc(sizeof(*sender));

	*sender = (struct sender){
		.stream = {
			.ops = &sender_ops,
			.tap = s->opts.tap,
			.read_fd = -1,
			.write_fd = -1,
			.carries_messages = true,
			.carries_datagrams = true,
		},
		.senders = s,
		.socket = socket,
		.entry = { .fd = socket->fd, .peer = *peer, .own = *own },
	};
	return sender;
}
