/* SPDX-License-Identifier: MIT */
/* Moves datagrams from one socket to another as they are, also those without
 * bytes, which no stream of bytes could show. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "stream/datagram.h"

/* Longer than any datagram, unless the sender has privileges; the same as that
 * of a copy, so that the pool has buffers for both. */
#define DATAGRAM_BYTES MOVER_COPY_BYTES

struct mover_datagram {
	struct mover mover;
	struct pool *pool;
	unsigned char *bytes; /* NULL while no bytes are held */
	size_t len;
	bool has_one; /* a datagram was read and is not written */
};

static void give_back(struct mover_datagram *d)
{
	pool_give(d->pool, d->bytes, DATAGRAM_BYTES);
	d->bytes = NULL;
}

static ssize_t datagram_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct mover_datagram *d = (struct mover_datagram *)m;

	if (!d->bytes)
		d->bytes = pool_take(d->pool, DATAGRAM_BYTES);
	*bytes = d->bytes;
	ssize_t n = stream_read(source, d->bytes, DATAGRAM_BYTES, err);
	d->has_one = n > 0 || n == DATAGRAM_EMPTY;
	d->len = n > 0 ? (size_t)n : 0;
	return n;
}

static ssize_t datagram_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct mover_datagram *d = (struct mover_datagram *)m;

	*bytes = d->bytes;
	ssize_t n =
	    stream_write(sink, d->len > 0 ? d->bytes : NULL, d->len, err);
	if (n < 0)
		return n;
	d->has_one = false;
	d->len = 0;
	return n;
}

static void datagram_settle(struct mover *m)
{
	struct mover_datagram *d = (struct mover_datagram *)m;

	if (d->len == 0)
		give_back(d);
}

static bool datagram_has_room(const struct mover *m)
{
	return !((const struct mover_datagram *)m)->has_one;
}

static size_t datagram_held(const struct mover *m)
{
	return ((const struct mover_datagram *)m)->len;
}

static bool datagram_holds_empty(const struct mover *m)
{
	const struct mover_datagram *d = (const struct mover_datagram *)m;

	return d->has_one && d->len == 0;
}

static void datagram_free(struct mover *m)
{
	give_back((struct mover_datagram *)m);
	free(m);
}

static const struct mover_ops datagram_ops = {
	.fill = datagram_fill,
	.drain = datagram_drain,
	.settle = datagram_settle,
	.has_room = datagram_has_room,
	.held = datagram_held,
	.holds_empty = datagram_holds_empty,
	.free = datagram_free,
};

struct mover *mover_datagram_new(struct pool *pool)
{
	struct mover_datagram *d = xcalloc(1, sizeof(*d));

	d->mover.ops = &datagram_ops;
	d->pool = pool;
	return &d->mover;
}
