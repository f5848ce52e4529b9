/* SPDX-License-Identifier: MIT */
/* Handshakes with a peer before its conversation. */
#include "relay/handshake.h"

#include <stdlib.h>

#include "base/xalloc.h"

static void note(struct handshake *h, const struct error *cause)
{
	if (h->failure)
		return;
	h->failure = xmalloc(sizeof(*h->failure));
	*h->failure = *cause;
}

/* Returns whether the handshake goes on. */
static bool look(struct handshake *h, int result, const struct error *err)
{
	if (result == STREAM_ERROR)
		note(h, err);
	h->has_ended = result != STREAM_AGAIN;
	return !h->has_ended;
}

/* In the loop */

static int64_t handshake_prepare(struct pollable *p, struct waiting *w)
{
	struct handshake *h = (struct handshake *)p;
	const struct stream *s = h->layering.stream;

	if (h->has_ended)
		return 0;
	waiting_add(w, s->read_fd, s->read_events);
	return h->layering.deadline;
}

static bool handshake_service(struct pollable *p, const struct waiting *w)
{
	struct handshake *h = (struct handshake *)p;
	struct error err = ERROR_NONE;

	(void)w;
	if (!h->has_ended) {
		int fd = h->layering.stream->read_fd;
		int result = layering_go_on(&h->layering, &err);
		if (!h->layering.stream)
			loop_forget(p, fd); /* it is closed */
		if (look(h, result, &err))
			return true;
	}
	h->ended(h->context);
	return false;
}

static void handshake_cannot_wait(struct pollable *p, const struct error *cause)
{
	struct handshake *h = (struct handshake *)p;
	struct error err = *cause;

	err.is_local = true;
	layering_blame(&h->layering, &err);
	note(h, &err);
	h->has_ended = true;
}

static const struct pollable_ops handshake_ops = {
	.prepare = handshake_prepare,
	.service = handshake_service,
	.cannot_wait = "cannot be watched",
	.fail = handshake_cannot_wait,
};

void handshake_begin(
    struct handshake *h, struct stream *below, struct loop *loop)
{
	struct error err = ERROR_NONE;

	h->pollable = (struct pollable){ .ops = &handshake_ops };
	h->layering.items = &h->layer;
	h->layering.count = 1;
	look(h, layering_begin(&h->layering, below, &err), &err);
	loop_add(loop, &h->pollable);
}

void handshake_end(struct handshake *h)
{
	loop_remove(&h->pollable);
	stream_close(layering_take(&h->layering));
	free(h->failure);
}
