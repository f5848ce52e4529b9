/* SPDX-License-Identifier: MIT */
/* Moving a line at a time, with a pause behind each: another mover moves, and
 * writes through a gate that lets pass what belongs to one line. */
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/mover-wrap.h"
#include "relay/movers.h"

/* Takes the place of the sink for one write. */
struct gate {
	struct stream stream;
	struct stream *sink;
	bool has_ended_line; /* the last write did */
};

struct lines {
	struct mover_wrap wrap;
	struct gate gate;
	int64_t interval_us;
	int64_t due; /* the next line; 0: at once */
};

static ssize_t gate_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;
	const char *start = bytes, *end = memchr(bytes, '\n', len);
	size_t line = end ? (size_t)(end - start) + 1 : len;
	ssize_t n = stream_write(g->sink, bytes, line, err);

	g->has_ended_line = end && n == (ssize_t)line;
	return n;
}

static const struct stream_ops gate_ops = {
	.write = gate_write,
};

static ssize_t lines_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct lines *l = (struct lines *)m;

	l->gate.sink = sink;
	ssize_t n = l->wrap.inner->ops->drain(
	    l->wrap.inner, &l->gate.stream, bytes, err);
	if (n > 0)
		l->due =
		    l->gate.has_ended_line ? clock_after(l->interval_us) : 0;
	return n;
}

static int64_t lines_due(const struct mover *m)
{
	return ((const struct lines *)m)->due;
}

static const struct mover_ops lines_ops = {
	.fill = mover_wrap_fill,
	.drain = lines_drain,
	.due = lines_due,
	.settle = mover_wrap_settle,
	.has_room = mover_wrap_has_room,
	.held = mover_wrap_held,
	.free = mover_wrap_free,
};

struct mover *mover_lines_new(struct mover *inner, int64_t interval_us)
{
	struct lines *l = xmalloc(sizeof(*l));

	*l = (struct lines){
		.wrap.mover.ops = &lines_ops,
		.wrap.inner = inner,
		.gate.stream.ops = &gate_ops,
		.interval_us = interval_us,
	};
	return &l->wrap.mover;
}
