/* SPDX-License-Identifier: MIT */
/* Looking at the first bytes of a peer. */
#include "stream/peek.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/over.h"
#include "stream/socket.h"
#include "sys/poller.h"
#include "sys/socket/socket-queue.h"

struct peek {
	struct over over;
	struct peek_opts opts;
};

/* Whether there is an urgent byte to be read. */
static bool has_urgent(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_OOB | MSG_PEEK | MSG_DONTWAIT) == 1;
}

/* Looks once. Returns how many bytes there are, or as a stream does; the
 * conversation reports a reset. */
static ssize_t look(
    struct peek *p, void *bytes, bool *is_at_end, struct error *err)
{
	int fd = p->over.stream.read_fd;

	*is_at_end = socket_queue_has_ended(fd);
	ssize_t n = recv(fd, bytes, p->opts.bytes, MSG_PEEK | MSG_DONTWAIT);
	int sysno = errno;
	if (n >= 0 || !sysno_is_transient(sysno))
		tap_call(p->over.stream.tap, n, "the bytes stay in the kernel",
		    "recv(%d, buffer, %zu, MSG_PEEK)", fd, p->opts.bytes);
	if (n >= 0 || sysno_is_transient(sysno)) {
		*is_at_end |= n == 0;
		return n >= 0 ? n : 0;
	}
	if (sysno != ECONNRESET) {
		error_set(err, FAULT_RESET, "cannot be looked at: %s",
		    sysno_phrase(sysno));
		err->is_local = true;
		return STREAM_ERROR;
	}
	socket_note_reset(p->over.below);
	*is_at_end = true;
	return 0;
}

/* Whether to wait no longer, and why. */
static bool is_enough(
    const struct peek *p, size_t len, bool is_at_end, enum tap_peek_end *why)
{
	bool is_whole = p->over.below->carries_messages && len > 0;

	if (len >= p->opts.bytes || is_whole)
		*why = TAP_PEEK_ENOUGH;
	else if (len > 0 && has_urgent(p->over.stream.read_fd))
		*why = TAP_PEEK_URGENT;
	else if (is_at_end)
		*why = TAP_PEEK_ENDED;
	else if (clock_now() >= p->opts.deadline)
		*why = TAP_PEEK_LATE;
	else
		return false;
	return true;
}

static int peek_start(struct stream *s, struct error *err)
{
	struct peek *p = (struct peek *)s;
	unsigned char *bytes = xmalloc(p->opts.bytes);
	struct tap_event event = {
		.kind = TAP_PEEKED,
		.connection = p->opts.connection,
		.peeked.bytes = bytes,
		.peeked.wanted = p->opts.bytes,
	};
	bool is_at_end;
	ssize_t n = look(p, bytes, &is_at_end, err);
	bool goes_on =
	    n >= 0 && !is_enough(p, (size_t)n, is_at_end, &event.peeked.why);

	if (n >= 0 && !goes_on && p->opts.connection) {
		event.peeked.len = (size_t)n;
		tap_tell(s->tap, &event);
	}
	free(bytes);
	if (!goes_on)
		over_follow(&p->over);
	return n < 0 ? (int)n : goes_on ? STREAM_AGAIN : 0;
}

static struct stream *peek_settle(struct stream *s)
{
	struct stream *below = ((struct over *)s)->below;

	free(s);
	return below;
}

static void peek_close(struct stream *s)
{
	stream_close(peek_settle(s));
}

static const struct stream_ops ops = {
	.start = peek_start,
	.settle = peek_settle,
	.read = over_read,
	.write = over_write,
	.finish = over_finish,
	.reset = over_reset,
	.close = peek_close,
};

struct stream *peek_stream(struct stream *below, const struct peek_opts *opts)
{
	struct peek *p = xmalloc(sizeof(*p));

	*p = (struct peek){ .opts = *opts };
	over_init(&p->over, &ops, below);
	/* The bytes stay in the kernel: one event must tell of them. */
	p->over.stream.read_events = POLLIN | poller_peer_end | POLLER_EDGE;
	return &p->over.stream;
}
