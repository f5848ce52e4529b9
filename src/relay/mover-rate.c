/* SPDX-License-Identifier: MIT */
/* Moving at most so many bytes a second: another mover moves, and writes
 * through a gate that lets pass a small piece at a time. A message is not cut,
 * and the pause behind it is as long as it takes. */

#include "base/clock.h"
#include "base/pace.h"
#include "base/xalloc.h"
#include "relay/mover-wrap.h"
#include "relay/movers.h"

/* Takes the place of the sink for one write. */
struct gate {
	struct stream stream;
	struct stream *sink;
	size_t most; /* bytes that pass at once */
};

struct rate {
	struct mover_wrap wrap;
	struct mover_ops ops; /* without a way if the inner mover has none */
	struct gate gate;
	struct pace pace;
};

static size_t limit(const struct gate *g, size_t len)
{
	bool is_whole = g->sink->carries_messages;

	return is_whole || len < g->most ? len : g->most;
}

static ssize_t gate_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;

	return stream_write(g->sink, bytes, limit(g, len), err);
}

static ssize_t gate_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;

	return g->sink->ops->splice_out(g->sink, pipe_fd, limit(g, len), err);
}

static const struct stream_ops gate_ops = {
	.write = gate_write,
	.splice_out = gate_splice_out,
};

static ssize_t rate_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct rate *r = (struct rate *)m;

	r->gate.sink = sink;
	r->gate.most = pace_piece(&r->pace);
	ssize_t n = r->wrap.inner->ops->drain(
	    r->wrap.inner, &r->gate.stream, bytes, err);
	if (n > 0)
		pace_note(&r->pace, (size_t)n);
	return n;
}

/* The inner mover may have a reason of its own to wait. */
static int64_t rate_due(const struct mover *m)
{
	const struct rate *r = (const struct rate *)m;
	int64_t due = mover_wrap_due(m);

	return due > r->pace.due ? due : r->pace.due;
}

static const struct mover_ops rate_ops = {
	.fill = mover_wrap_fill,
	.drain = rate_drain,
	.due = rate_due,
	.settle = mover_wrap_settle,
	.has_room = mover_wrap_has_room,
	.held = mover_wrap_held,
	.way = mover_wrap_way,
	.free = mover_wrap_free,
};

struct mover *mover_rate_new(struct mover *inner, uint64_t rate)
{
	struct rate *r = xmalloc(sizeof(*r));

	*r = (struct rate){
		.ops = rate_ops,
		.wrap.inner = inner,
		.gate.stream.ops = &gate_ops,
		.pace.rate = rate,
	};
	r->wrap.mover.ops = &r->ops;
	if (!inner->ops->way)
		r->ops.way = NULL;
	return &r->wrap.mover;
}
