/* SPDX-License-Identifier: MIT */
/* Limits what one write of a lane gives to the sink. */
#include "relay/gate.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/pace.h"
#include "base/xalloc.h"

struct gate {
	struct stream stream;
	struct stream *sink;
	struct gate_opts opts;
	struct pace pace;
	uint64_t passed;   /* number of bytes */
	int64_t next_line; /* the time before which it waits; 0: none */
};

static bool has_urgent_ahead(const struct gate *g)
{
	return g->passed < g->opts.urgent_at;
}

/* How many bytes the rate allows. A message is not cut: a long one is followed
 * by a long pause. */
static size_t allowed(const struct gate *g, size_t len)
{
	size_t most = g->sink->carries_messages ? len : pace_piece(&g->pace);

	return len < most ? len : most;
}

/* Writes the bytes before the urgent byte, then that byte alone: short counts
 * cannot move the mark to another byte. */
static ssize_t write_piece(
    struct gate *g, const void *bytes, size_t len, struct error *err)
{
	if (!has_urgent_ahead(g))
		return stream_write(g->sink, bytes, len, err);
	uint64_t before = g->opts.urgent_at - 1 - g->passed;
	if (before == 0)
		return g->sink->ops->urge(g->sink, bytes, err);
	return stream_write(
	    g->sink, bytes, len < before ? len : (size_t)before, err);
}

static void note(struct gate *g, size_t len)
{
	g->passed += len;
	pace_note(&g->pace, len);
}

static ssize_t gate_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;
	const char *text = bytes, *end = NULL;

	len = allowed(g, len);
	if (g->opts.line_interval_us)
		end = memchr(text, '\n', len);
	ssize_t n =
	    write_piece(g, bytes, end ? (size_t)(end - text) + 1 : len, err);
	if (n <= 0)
		return n;
	note(g, (size_t)n);
	g->next_line =
	    end && text + n > end ? clock_after(g->opts.line_interval_us) : 0;
	return n;
}

/* The urgent byte cannot be spliced. */
static ssize_t gate_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct gate *g = (struct gate *)s;

	if (has_urgent_ahead(g))
		return STREAM_CANNOT;
	ssize_t n =
	    g->sink->ops->splice_out(g->sink, pipe_fd, allowed(g, len), err);
	if (n > 0)
		note(g, (size_t)n);
	return n;
}

static const struct stream_ops gate_ops = {
	.write = gate_write,
	.splice_out = gate_splice_out,
};

struct gate *gate_new(const struct gate_opts *opts, struct stream *sink)
{
	if (!opts->line_interval_us && !opts->rate && !opts->urgent_at)
		return NULL;
	struct gate *g = xmalloc(sizeof(*g));
	*g = (struct gate){
		.stream.ops = &gate_ops,
		.sink = sink,
		.opts = *opts,
		.pace.rate = opts->rate,
	};
	return g;
}

void gate_mark_urgent(struct gate *g, uint64_t n)
{
	assert(!has_urgent_ahead(g));
	g->opts.urgent_at = g->passed + n;
}

struct stream *gate_stream(struct gate *g)
{
	return &g->stream;
}

int64_t gate_due(const struct gate *g)
{
	return g->next_line > g->pace.due ? g->next_line : g->pace.due;
}
