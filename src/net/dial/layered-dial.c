/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a connection. */
#include "net/dial/layered-dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"

struct layered_dial {
	struct dial dial;
	struct dial *first;
	struct layers layers;
	bool is_connected;
	struct layering layering; /* then */
};

/* What follows from the result of the layers, which fail with d->cause. */
static enum dial_state go_on(struct layered_dial *l, int result)
{
	struct dial *d = &l->dial;

	if (result == STREAM_ERROR) {
		error_reword(&d->cause, "cannot connect to %s: %s", d->name,
		    d->cause.text);
		return DIAL_FAILED;
	}
	if (result == STREAM_AGAIN)
		return DIAL_GOES_ON;
	d->connection.stream = layering_take(&l->layering);
	return DIAL_CONNECTED;
}

/* One round */

static int begin_round(struct dial *d)
{
	struct layered_dial *l = (struct layered_dial *)d;

	l->layering.deadline = d->deadline;
	l->layering.limit_us = d->deadline - clock_now();
	l->is_connected = false;
	l->first->deadline = d->deadline;
	l->first->is_in_round = true;
	if (l->first->ops->begin(l->first) == 0)
		return 0;
	d->cause = l->first->cause;
	return -1;
}

static int64_t prepare_round(struct dial *d, struct waiting *w)
{
	struct layered_dial *l = (struct layered_dial *)d;
	const struct stream *stream = l->layering.stream;

	if (!l->is_connected)
		return l->first->ops->prepare(l->first, w);
	waiting_add(w, stream->read_fd, stream->read_events);
	return d->deadline;
}

static void end_first(struct layered_dial *l)
{
	if (l->first->is_in_round)
		l->first->ops->end(l->first);
	l->first->is_in_round = false;
}

static enum dial_state serve_round(struct dial *d, const struct waiting *w)
{
	struct layered_dial *l = (struct layered_dial *)d;
	enum dial_state state;

	if (l->is_connected)
		return go_on(l, layering_go_on(&l->layering, &d->cause));
	state = l->first->ops->service(l->first, w);
	if (state == DIAL_FAILED)
		d->cause = l->first->cause;
	if (state != DIAL_CONNECTED)
		return state;
	d->connection = l->first->connection;
	l->first->connection = (struct connection){ .fd = -1 };
	end_first(l);
	l->is_connected = true;
	struct stream *below =
	    connection_stream(&d->connection, d->retry.opts.tap);
	d->connection.stream = NULL; /* until all layers are done */
	return go_on(l,
	    layering_begin(&l->layering, l->layers.items, l->layers.count,
		below, &d->cause));
}

static void end_round(struct dial *d)
{
	struct layered_dial *l = (struct layered_dial *)d;

	end_first(l);
	if (d->connection.stream)
		return;
	stream_close(layering_take(&l->layering));
	d->connection.fd = -1;
}

static void describe_round(const struct dial *d, char *buf, size_t size)
{
	const struct layered_dial *l = (const struct layered_dial *)d;

	if (l->is_connected)
		snprintf(buf, size, "%s", layering_what(&l->layering));
	else
		l->first->ops->describe(l->first, buf, size);
}

static void release(struct dial *d)
{
	struct connection none;

	dial_end(((struct layered_dial *)d)->first, &none);
}

static const struct dial_ops ops = {
	.begin = begin_round,
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
		.first = first,
		.layers = *layers,
	};
	return &l->dial;
}
