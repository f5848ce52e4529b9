/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a connection. */
#include "net/dial/layered-dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"

struct layered_dial {
	struct dial dial;
	struct layering layering; /* has a stream once inner is connected */
	int64_t began;            /* the layers */
	void *owned;              /* of the layers; or NULL */
};

/* Begins the layers over the connection. Returns as they do. */
static int begin_layers(struct layered_dial *l)
{
	struct dial *d = &l->dial;
	struct stream *below =
	    connection_stream(&d->connection, d->retry.opts.tap);

	d->connection.stream = NULL; /* until all layers are done */
	l->began = clock_now();
	l->layering.deadline = d->deadline;
	l->layering.limit_us = d->deadline - d->started;
	return layering_begin(&l->layering, below, &d->cause);
}

/* One round */

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	struct layered_dial *l = (struct layered_dial *)d;
	const struct stream *stream = l->layering.stream;

	waiting_add(w, stream->read_fd, stream->read_events);
	return d->deadline;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct layered_dial *l = (struct layered_dial *)d;
	enum dial_state state;
	int result;

	if (l->layering.stream) {
		result = layering_go_on(&l->layering, &d->cause);
	} else {
		state = dial_serve_inner(d, w);
		if (state != DIAL_CONNECTED)
			return state;
		result = begin_layers(l);
	}
	if (result == STREAM_AGAIN)
		return DIAL_GOES_ON;
	d->connection.layers_us = clock_now() - l->began;
	if (result == STREAM_ERROR) {
		error_reword(&d->cause, "cannot connect to %s: %s", d->name,
		    d->cause.text);
		return DIAL_FAILED;
	}
	d->connection.stream = layering_take(&l->layering);
	return DIAL_CONNECTED;
}

static void end_round(struct dial *d)
{
	struct layered_dial *l = (struct layered_dial *)d;

	if (d->connection.stream)
		return;
	struct stream *s = layering_take(&l->layering);
	if (s && d->is_given_up && s->ops->reset)
		s->ops->reset(s);
	stream_close(s);
	child_end(&d->connection.child);
	d->connection.fd = -1;
}

static void describe_round(const struct dial *d, char *buf, size_t size)
{
	const struct layered_dial *l = (const struct layered_dial *)d;

	snprintf(buf, size, "%s", layering_what(&l->layering));
}

static void release(struct dial *d)
{
	free(((struct layered_dial *)d)->owned);
}

static const struct dial_ops ops = {
	.prepare = prepare_round,
	.service = serve_round,
	.end = end_round,
	.describe = describe_round,
	.release = release,
};

struct dial *layered_dial(struct dial *first, const struct layers *layers,
    const struct retry_opts *retry)
{
	struct layered_dial *l = xmalloc(sizeof(*l));

	*l = (struct layered_dial){
		.dial = dial_make(&ops, xstrdup(layers->name), retry),
		.layering = { .items = layers->items, .count = layers->count },
		.owned = layers->owned,
	};
	l->dial.inner = first;
	return &l->dial;
}
