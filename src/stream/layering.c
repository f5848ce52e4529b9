/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a stream, one after the other. */
#include "stream/layering.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

const char *layering_what(const struct layering *l)
{
	return l->items[l->at].what;
}

void layering_blame(const struct layering *l, struct error *err)
{
	size_t len = strlen(err->text);

	error_reword(err, "%s %s", layering_what(l), err->text);
	if (l->items[l->at].is_tls)
		error_note_tls(err, len);
}

static int time_is_over(const struct layering *l, struct error *err)
{
	const struct layer *layer = &l->items[l->at];
	char limit[TEXT_MEASURE];

	text_duration(limit, l->limit_us);
	if (layer->is_tls && !layer->late)
		error_set(err, FAULT_TIMEOUT,
		    "timed out after %s: the peer was silent in %s", limit,
		    layer->what);
	else
		error_set(err, FAULT_TIMEOUT, "timed out after %s: %s %s",
		    limit, layer->what,
		    layer->late ? layer->late : "was silent");
	err->hint.code = layer->silent_hint;
	if (layer->is_tls)
		error_note_tls(err, 0);
	return STREAM_ERROR;
}

/* Makes and starts the streams, from the current layer on, whose stream exists
 * if is_wrapped. Returns as start does. */
static int climb(struct layering *l, bool is_wrapped, struct error *err)
{
	for (; l->at < l->count; l->at++) {
		const struct layer *layer = &l->items[l->at];
		if (!is_wrapped)
			l->stream = layer->wrap(layer, l->stream, err);
		is_wrapped = false;
		if (!l->stream)
			return STREAM_ERROR;
		int result = l->stream->ops->start(l->stream, err);
		if (result != 0)
			return result;
		if (layer->done)
			layer->done(layer, l->stream->tap);
		if (l->stream->ops->settle)
			l->stream = l->stream->ops->settle(l->stream);
	}
	return 0;
}

static int go_on(struct layering *l, bool is_wrapped, struct error *err)
{
	/* Read first: a layer that ends by itself at the deadline, as a look at
	 * the first bytes does, must have been asked after it. */
	bool is_late = clock_now() >= l->deadline;
	int result = climb(l, is_wrapped, err);

	if (result == STREAM_ERROR)
		layering_blame(l, err);
	if (result == STREAM_AGAIN && is_late)
		return time_is_over(l, err);
	return result;
}

int layering_begin(struct layering *l, struct stream *below, struct error *err)
{
	l->at = 0;
	l->stream = below;
	return go_on(l, false, err);
}

int layering_go_on(struct layering *l, struct error *err)
{
	return go_on(l, true, err);
}

struct stream *layering_take(struct layering *l)
{
	struct stream *s = l->stream;

	l->stream = NULL;
	return s;
}
