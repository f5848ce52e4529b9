/* SPDX-License-Identifier: MIT */
/* Moves bytes in the cheaper way: small pieces by a copy, bulk by splice(2). */
#include <assert.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/mover.h"

/* The least size of a piece of bulk, and how many bytes in such pieces change
 * the way: a short exchange should not pay for a pipe. */
#define BULK_PIECE (32 * 1024)
#define BULK_BYTES (1024 * 1024)

/* So many small pieces in a row change the way back. */
#define SMALL_PIECES 32

struct adaptive {
	struct mover mover;
	struct pool *pool;
	struct mover *copy, *splice; /* splice: NULL until it is needed */
	struct mover *now;           /* the one in use; holds the bytes */
	bool is_forced;              /* splices pieces of any size */
	bool cannot;                 /* splicing has failed: only copies */
	size_t bulk;    /* bytes in large pieces since the last small one */
	unsigned small; /* small pieces since the last large one */
};

static void learn(struct adaptive *a, size_t len)
{
	if (len >= BULK_PIECE) {
		a->bulk += len;
		a->small = 0;
	} else {
		a->bulk = 0;
		a->small++;
	}
}

static void begin_to_splice(struct adaptive *a)
{
	if (!a->splice)
		a->splice = mover_splice_new(a->pool);
	a->now = a->splice;
}

static bool wants_change(const struct adaptive *a)
{
	if (a->is_forced)
		return false;
	return a->now == a->copy ? !a->cannot && a->bulk >= BULK_BYTES
	                         : a->small >= SMALL_PIECES;
}

static void change(struct adaptive *a)
{
	if (a->now == a->copy) {
		begin_to_splice(a);
	} else {
		a->now = a->copy;
		a->bulk = 0;
	}
}

static ssize_t adaptive_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct adaptive *a = (struct adaptive *)m;

	if (wants_change(a))
		change(a);
	ssize_t n = a->now->ops->fill(a->now, source, bytes, err);
	if (n == STREAM_CANNOT) {
		a->cannot = true;
		a->is_forced = false;
		assert(a->now->ops->held(a->now) == 0);
		a->now->ops->settle(a->now); /* gives the pipe back */
		a->now = a->copy;
		n = a->now->ops->fill(a->now, source, bytes, err);
	}
	if (n > 0)
		learn(a, (size_t)n);
	return n;
}

static ssize_t adaptive_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct adaptive *a = (struct adaptive *)m;

	return a->now->ops->drain(a->now, sink, bytes, err);
}

static void adaptive_settle(struct mover *m)
{
	struct adaptive *a = (struct adaptive *)m;

	a->now->ops->settle(a->now);
}

static bool adaptive_has_room(const struct mover *m)
{
	const struct adaptive *a = (const struct adaptive *)m;

	/* The way can change only while nothing is held. */
	if (wants_change(a))
		return a->now->ops->held(a->now) == 0;
	return a->now->ops->has_room(a->now);
}

static size_t adaptive_held(const struct mover *m)
{
	const struct adaptive *a = (const struct adaptive *)m;

	return a->now->ops->held(a->now);
}

static void adaptive_free(struct mover *m)
{
	struct adaptive *a = (struct adaptive *)m;

	a->copy->ops->free(a->copy);
	if (a->splice)
		a->splice->ops->free(a->splice);
	free(a);
}

static enum tap_way adaptive_way(const struct mover *m, uint64_t *spliced)
{
	const struct adaptive *a = (const struct adaptive *)m;

	*spliced = 0;
	if (a->splice)
		a->splice->ops->way(a->splice, spliced);
	if (a->cannot)
		return TAP_COPY_CANNOT;
	return *spliced ? TAP_SPLICED : TAP_COPY_SMALL;
}

static const struct mover_ops adaptive_ops = {
	.fill = adaptive_fill,
	.drain = adaptive_drain,
	.settle = adaptive_settle,
	.has_room = adaptive_has_room,
	.held = adaptive_held,
	.way = adaptive_way,
	.free = adaptive_free,
};

struct mover *mover_adaptive_new(struct pool *pool, bool splices_at_once)
{
	struct adaptive *a = xmalloc(sizeof(*a));

	*a = (struct adaptive){
		.mover.ops = &adaptive_ops,
		.pool = pool,
		.copy = mover_copy_new(pool, NULL),
		.is_forced = splices_at_once,
	};
	a->now = a->copy;
	if (splices_at_once)
		begin_to_splice(a);
	return &a->mover;
}
