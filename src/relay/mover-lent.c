/* SPDX-License-Identifier: MIT */
/* Moves bytes that the source lends: they stay in the source until the sink has
 * taken them. */
#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/mover.h"

struct lent {
	struct mover mover;
	struct stream *source; /* of the bytes held */
	size_t held;
	size_t moved; /* by the last drain; settle gives them up */
};

static ssize_t lent_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct lent *l = (struct lent *)m;
	ssize_t n = source->ops->lend(source, bytes, err);

	if (n > 0) {
		l->source = source;
		l->held = (size_t)n;
	}
	return n;
}

static ssize_t lent_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct lent *l = (struct lent *)m;
	ssize_t n = l->source->ops->lend(l->source, bytes, err);

	if (n <= 0) /* the source was cut after fill */
		return n < 0 ? n : STREAM_AGAIN;
	assert(l->held <= (size_t)n);
	n = stream_write(sink, *bytes, l->held, err);
	if (n > 0) {
		l->moved = (size_t)n;
		l->held -= (size_t)n;
	}
	return n;
}

static void lent_settle(struct mover *m)
{
	struct lent *l = (struct lent *)m;

	if (l->moved)
		l->source->ops->take(l->source, l->moved);
	l->moved = 0;
}

static bool lent_has_room(const struct mover *m)
{
	return ((const struct lent *)m)->held == 0;
}

static size_t lent_held(const struct mover *m)
{
	return ((const struct lent *)m)->held;
}

static void lent_free(struct mover *m)
{
	free(m);
}

static const struct mover_ops lent_ops = {
	.fill = lent_fill,
	.drain = lent_drain,
	.settle = lent_settle,
	.has_room = lent_has_room,
	.held = lent_held,
	.free = lent_free,
};

struct mover *mover_lent_new(void)
{
	struct lent *l = xcalloc(1, sizeof(*l));

	l->mover.ops = &lent_ops;
	return &l->mover;
}
