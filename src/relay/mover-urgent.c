/* SPDX-License-Identifier: MIT */
/* Sending one byte as urgent data: another mover moves, and writes through a
 * gate that lets pass what comes before that byte, and then the byte alone, so
 * that no short count can leave the mark on another one. */

#include "base/xalloc.h"
#include "relay/mover-wrap.h"
#include "relay/movers.h"

/* Takes the place of the sink for one write. */
struct gate {
	struct stream stream;
	struct stream *sink;
	uint64_t before; /* bytes that pass before the urgent one */
};

struct urgent {
	struct mover_wrap wrap;
	struct mover_ops ops; /* without a way if the inner mover has none */
	struct gate gate;
	bool is_sent; /* the byte, and nothing is left to do */
};

static ssize_t gate_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;

	if (g->before == 0)
		return g->sink->ops->urge(g->sink, bytes, err);
	return stream_write(
	    g->sink, bytes, len < g->before ? len : (size_t)g->before, err);
}

/* What can be spliced comes behind what was copied; see stdio_splice_in(). */
static ssize_t gate_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	(void)s;
	(void)pipe_fd;
	(void)len;
	return error_set(
	    err, FAULT_INTERNAL, "the urgent byte was not sent by a copy");
}

static const struct stream_ops gate_ops = {
	.write = gate_write,
	.splice_out = gate_splice_out,
};

static ssize_t urgent_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct urgent *u = (struct urgent *)m;
	struct mover *inner = u->wrap.inner;

	if (u->is_sent)
		return inner->ops->drain(inner, sink, bytes, err);
	u->gate.sink = sink;
	ssize_t n = inner->ops->drain(inner, &u->gate.stream, bytes, err);
	if (n > 0 && u->gate.before == 0)
		u->is_sent = true;
	else if (n > 0)
		u->gate.before -= (uint64_t)n;
	return n;
}

static const struct mover_ops urgent_ops = {
	.fill = mover_wrap_fill,
	.drain = urgent_drain,
	.due = mover_wrap_due,
	.settle = mover_wrap_settle,
	.has_room = mover_wrap_has_room,
	.held = mover_wrap_held,
	.way = mover_wrap_way,
	.free = mover_wrap_free,
};

struct mover *mover_urgent_new(struct mover *inner, uint64_t urgent_at)
{
	struct urgent *u = xmalloc(sizeof(*u));

	*u = (struct urgent){
		.ops = urgent_ops,
		.wrap.inner = inner,
		.gate.stream.ops = &gate_ops,
		.gate.before = urgent_at - 1,
	};
	u->wrap.mover.ops = &u->ops;
	if (!inner->ops->way)
		u->ops.way = NULL;
	return &u->wrap.mover;
}
