/* SPDX-License-Identifier: MIT */
/* Moves bytes without a copy, through a pipe whose pages the kernel passes on
 * (splice(2)). */
#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "relay/mover.h"
#include "relay/pool.h"

struct splice {
	struct mover mover;
	struct pool *pool;
	struct pool_pipe pipe; /* none while nothing is held */
	size_t in_pipe;
	bool must_drain;     /* a fill may find no free slot in the pipe */
	bool sink_is_copied; /* the sink cannot splice */
	/* Bytes taken out of the pipe for such a sink; held from head on. */
	unsigned char *copied;
	size_t head, tail;
	uint64_t spliced; /* number of bytes */
};

static size_t splice_held(const struct mover *m)
{
	const struct splice *s = (const struct splice *)m;

	return s->in_pipe + s->tail - s->head;
}

/* A pipe that is not empty is closed: another lane cannot use it. */
static void give_back(struct splice *s)
{
	if (s->in_pipe > 0)
		pool_drop_pipe(&s->pipe);
	else
		pool_give_pipe(s->pool, &s->pipe);
	pool_give(s->pool, s->copied, MOVER_COPY_BYTES);
	s->copied = NULL;
	s->head = s->tail = 0;
}

static ssize_t splice_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct splice *s = (struct splice *)m;

	*bytes = NULL;
	if (s->sink_is_copied || !pool_take_pipe(s->pool, &s->pipe))
		return STREAM_CANNOT;
	ssize_t n =
	    source->ops->splice_in(source, s->pipe.write_fd, s->pipe.size, err);
	/* "Not now" may mean that the pipe is full: each piece takes a slot,
	 * whatever its length. */
	s->must_drain = n == STREAM_AGAIN || n == STREAM_CANNOT;
	if (n > 0)
		s->in_pipe += (size_t)n;
	return n == STREAM_CANNOT && s->in_pipe > 0 ? STREAM_AGAIN : n;
}

/* The sink cannot splice: reads the bytes back from the pipe and writes them.
 * Returns as stream_write() does. */
static ssize_t copy_out(
    struct splice *s, struct stream *sink, struct error *err)
{
	s->sink_is_copied = true;
	if (!s->copied)
		s->copied = pool_take(s->pool, MOVER_COPY_BYTES);
	if (s->head == s->tail) {
		assert(s->in_pipe > 0); /* or the read would not return */
		ssize_t n = read(s->pipe.read_fd, s->copied, MOVER_COPY_BYTES);
		if (n <= 0)
			return error_sys(
			    err, FAULT_IO, "cannot read back from a pipe");
		s->head = 0;
		s->tail = (size_t)n;
		s->in_pipe -= (size_t)n;
	}
	ssize_t n =
	    stream_write(sink, s->copied + s->head, s->tail - s->head, err);
	if (n > 0)
		s->head += (size_t)n;
	return n;
}

static ssize_t splice_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct splice *s = (struct splice *)m;
	ssize_t n = STREAM_CANNOT;

	*bytes = NULL;
	if (!s->sink_is_copied)
		n = sink->ops->splice_out(
		    sink, s->pipe.read_fd, s->in_pipe, err);
	if (n > 0) {
		s->in_pipe -= (size_t)n;
		s->spliced += (uint64_t)n;
		s->must_drain = false;
	} else if (n == STREAM_CANNOT) {
		n = copy_out(s, sink, err);
	}
	return n;
}

static void splice_settle(struct mover *m)
{
	if (splice_held(m) == 0)
		give_back((struct splice *)m);
}

/* A pipe that is more than half full waits for the sink: pieces would be small.
 */
static bool splice_has_room(const struct mover *m)
{
	const struct splice *s = (const struct splice *)m;

	return splice_held(m) == 0 || (!s->must_drain && !s->sink_is_copied &&
					  s->in_pipe <= s->pipe.size / 2);
}

static enum tap_way splice_way(const struct mover *m, uint64_t *spliced)
{
	*spliced = ((const struct splice *)m)->spliced;
	return TAP_SPLICED;
}

static void splice_free(struct mover *m)
{
	struct splice *s = (struct splice *)m;

	give_back(s);
	free(s);
}

static const struct mover_ops splice_ops = {
	.fill = splice_fill,
	.drain = splice_drain,
	.settle = splice_settle,
	.has_room = splice_has_room,
	.held = splice_held,
	.way = splice_way,
	.free = splice_free,
};

struct mover *mover_splice_new(struct pool *pool)
{
	struct splice *s = xmalloc(sizeof(*s));

	*s = (struct splice){
		.mover.ops = &splice_ops,
		.pool = pool,
		.pipe = POOL_NO_PIPE,
	};
	return &s->mover;
}
