/* SPDX-License-Identifier: MIT */
/* What is said on a connection before the conversation. */
#include "stream/prelude.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "stream/over.h"

#define READ_BYTES 4096

struct prelude_over {
	struct over over;
	struct prelude *prelude; /* NULL: over */
	struct bytes in, out;    /* not decoded yet, not sent yet */
	size_t heard;            /* bytes received in all */
	bool has_begun;
	bool is_said; /* the prelude is over once out is sent */
};

enum prelude_state prelude_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	enum prelude_state state;
	size_t before;

	do {
		before = in->len;
		state = p->ops->step(p, in, out, err);
	} while (state == PRELUDE_GOES_ON && in->len > 0 && in->len < before);
	return state;
}

void prelude_free(struct prelude *p)
{
	if (p && p->ops->release)
		p->ops->release(p);
	free(p);
}

static bool is_reset(const struct error *err)
{
	return err->kind == FAULT_RESET && !err->is_local;
}

/* The bytes may contain a password. */
static void forget_out(struct prelude_over *p)
{
	if (p->out.memory)
		explicit_bzero(p->out.memory, p->out.capacity);
	bytes_clear(&p->out);
}

/* Returns 0 when all is sent, or as a stream does. If the peer has reset the
 * connection, its reason may still be there to be read. */
static int send_out(struct prelude_over *p, struct error *err)
{
	int result = over_send(&p->over, &p->out, err);

	if (result == STREAM_ERROR && !p->is_said && is_reset(err))
		result = 0;
	if (result == 0)
		forget_out(p);
	return result;
}

/* The peer has ended or reset the connection before the end of the prelude. */
static int fail_early(
    struct prelude_over *p, const char *what, struct error *err)
{
	const struct prelude_ops *o = p->prelude->ops;

	if (o->ended && o->ended(p->prelude, err))
		return STREAM_ERROR;
	return error_set(err, p->prelude->ops->fault, "%s %s", what,
	    p->heard ? "in the middle of its answer" : "without an answer");
}

/* Returns 1 if bytes were received, or as a stream does. */
static int receive(struct prelude_over *p, struct error *err)
{
	char limit[TEXT_MEASURE];
	size_t room;

	if (p->heard >= p->prelude->ops->most)
		return error_set(err, p->prelude->ops->fault,
		    "says more than %s before the conversation",
		    text_size(limit, p->prelude->ops->most));
	unsigned char *at = bytes_room(&p->in, READ_BYTES, &room);
	if (room > p->prelude->ops->most - p->heard)
		room = p->prelude->ops->most - p->heard;
	ssize_t n = stream_read(p->over.below, at, room, err);
	if (n == 0)
		return fail_early(p, "ended the connection", err);
	if (n == STREAM_ERROR && is_reset(err))
		return fail_early(p, "reset the connection", err);
	if (n < 0)
		return (int)n;
	p->in.len += (size_t)n;
	p->heard += (size_t)n;
	return 1;
}

/* Sends what is said to a peer after its mistake. Nothing waits for that. */
static void send_last_words(struct prelude_over *p)
{
	struct error ignored = ERROR_NONE;

	if (p->out.len > 0)
		over_send(&p->over, &p->out, &ignored);
}

/* Has the protocol decode what was received. Returns 0, or STREAM_ERROR. */
static int step(struct prelude_over *p, struct error *err)
{
	enum prelude_state state =
	    prelude_step(p->prelude, &p->in, &p->out, err);

	p->is_said = state == PRELUDE_DONE;
	if (state == PRELUDE_FAILED)
		send_last_words(p);
	return state == PRELUDE_FAILED ? STREAM_ERROR : 0;
}

static void end_prelude(struct prelude_over *p)
{
	prelude_free(p->prelude);
	p->prelude = NULL;
	forget_out(p);
	bytes_free(&p->out);
}

/* As start, without setting what to wait for. */
static int go_on(struct prelude_over *p, struct error *err)
{
	int result = p->has_begun ? 0 : step(p, err);

	p->has_begun = true;
	while (result == 0) {
		result = send_out(p, err);
		if (result != 0 || p->is_said)
			return result;
		result = receive(p, err);
		if (result > 0)
			result = step(p, err);
	}
	return result;
}

static int prelude_start(struct stream *s, struct error *err)
{
	struct prelude_over *p = (struct prelude_over *)s;
	int result = p->prelude ? go_on(p, err) : 0;

	over_follow(&p->over);
	if (result == STREAM_AGAIN && p->out.len > 0)
		s->read_events = s->write_events;
	if (result != STREAM_AGAIN)
		end_prelude(p);
	return result;
}

static void drop_in(struct prelude_over *p, size_t len)
{
	bytes_drop(&p->in, len);
	if (p->in.len == 0)
		bytes_free(&p->in);
}

static ssize_t prelude_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct prelude_over *p = (struct prelude_over *)s;

	if (p->in.len == 0)
		return over_read(s, bytes, len, err);
	if (len > p->in.len)
		len = p->in.len;
	memcpy(bytes, p->in.at, len);
	drop_in(p, len);
	return (ssize_t)len;
}

/* Bytes that came with the prelude are written to the pipe. The write does not
 * wait, although the pipe blocks: the pipe was empty before these bytes, has
 * 64 KiB at least (relay/pool.c), and no prelude receives more. */
static ssize_t prelude_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct prelude_over *p = (struct prelude_over *)s;

	if (p->in.len == 0)
		return over_splice_in(s, pipe_fd, len, err);
	ssize_t n = write(pipe_fd, p->in.at, len < p->in.len ? len : p->in.len);
	if (n < 0)
		return sysno_is_transient(errno) ? STREAM_AGAIN : STREAM_CANNOT;
	drop_in(p, (size_t)n);
	return n;
}

static bool prelude_pending(const struct stream *s)
{
	const struct prelude_over *p = (const struct prelude_over *)s;

	return p->in.len > 0 || stream_is_pending(p->over.below);
}

/* Frees all but the stream below. */
static void free_prelude(struct prelude_over *p)
{
	end_prelude(p);
	bytes_free(&p->in);
	free(p);
}

static void prelude_close(struct stream *s)
{
	struct prelude_over *p = (struct prelude_over *)s;

	stream_close(p->over.below);
	free_prelude(p);
}

static struct stream *prelude_settle(struct stream *s)
{
	struct prelude_over *p = (struct prelude_over *)s;
	struct stream *below = p->over.below;

	if (p->in.len > 0)
		return s;
	free_prelude(p);
	return below;
}

static const struct stream_ops ops = {
	.start = prelude_start,
	.settle = prelude_settle,
	.read = prelude_read,
	.write = over_write,
	.urge = over_urge,
	.splice_in = prelude_splice_in,
	.splice_out = over_splice_out,
	.finish = over_finish,
	.reset = over_reset,
	.pending = prelude_pending,
	.due = over_due,
	.delivered = over_delivered,
	.watch_peer = over_watch_peer,
	.peer_gone = over_peer_gone,
	.describe = over_describe,
	.ends = over_ends,
	.close = prelude_close,
};

struct stream *prelude_stream(struct stream *below, struct prelude *prelude)
{
	struct prelude_over *p = xcalloc(1, sizeof(*p));

	over_init(&p->over, &ops, below);
	p->over.stream.splices_in = below->splices_in;
	p->over.stream.splices_out = below->splices_out;
	p->prelude = prelude;
	return &p->over.stream;
}
