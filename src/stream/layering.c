/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a stream, one after the other. */
#include "stream/layering.h"

/* Makes the stream of the layer. Returns 0, or STREAM_ERROR. */
static int wrap(struct layering *l, struct error *err)
{
	const struct layer *layer = &l->items[l->at];

	l->stream = layer->wrap(layer, l->stream, err);
	return l->stream ? 0 : STREAM_ERROR;
}

int layering_begin(struct layering *l, const struct layer *items, size_t count,
    struct stream *below, struct error *err)
{
	*l = (struct layering){
		.items = items,
		.count = count,
		.stream = below,
	};
	if (count > 0 && wrap(l, err) != 0)
		return STREAM_ERROR;
	return layering_go_on(l, err);
}

int layering_go_on(struct layering *l, struct error *err)
{
	while (l->at < l->count) {
		int result = l->stream->ops->start(l->stream, err);
		if (result != 0)
			return result;
		if (l->items[l->at].done)
			l->items[l->at].done(&l->items[l->at], l->stream->tap);
		if (l->stream->ops->settle)
			l->stream = l->stream->ops->settle(l->stream);
		if (++l->at < l->count && wrap(l, err) != 0)
			return STREAM_ERROR;
	}
	return 0;
}

const struct layer *layering_now(const struct layering *l)
{
	return &l->items[l->at];
}

const char *layering_what(const struct layering *l)
{
	return layering_now(l)->what;
}

struct stream *layering_take(struct layering *l)
{
	struct stream *s = l->stream;

	l->stream = NULL;
	return s;
}
