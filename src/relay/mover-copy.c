/* SPDX-License-Identifier: MIT */
/* Moving bytes through a buffer. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "relay/mover.h"
#include "relay/pool.h"

/* With less room, wait for the sink: reads should be long, and moving the
 * rest to the front of the buffer rare. */
#define COPY_LEAST_ROOM (MOVER_COPY_BYTES / 2)

struct copy {
	struct mover mover;
	struct mover_goal goal;
	struct pool *pool;
	struct buffer buffer; /* without bytes while nothing is held */
};

static void give_back(struct copy *c)
{
	pool_give(c->pool, c->buffer.bytes, c->buffer.capacity);
	c->buffer = (struct buffer){ 0 };
}

static ssize_t copy_fill(
    struct mover *m, struct stream *source, struct error *err)
{
	struct copy *c = (struct copy *)m;
	size_t room;

	if (!c->buffer.bytes) {
		c->buffer.capacity = MOVER_COPY_BYTES;
		c->buffer.bytes = pool_take(c->pool, &c->buffer.capacity);
	}
	unsigned char *to = buffer_room(&c->buffer, &room);
	ssize_t n =
	    mover_look(&c->goal, to, stream_read(source, to, room, err));
	if (n > 0)
		buffer_filled(&c->buffer, (size_t)n);
	else if (buffer_is_empty(&c->buffer))
		give_back(c);
	return n;
}

static ssize_t copy_drain(
    struct mover *m, struct stream *sink, struct error *err)
{
	struct copy *c = (struct copy *)m;
	size_t len;
	const unsigned char *from = buffer_peek(&c->buffer, &len);
	ssize_t n = stream_write(sink, from, len, err);

	if (n > 0)
		buffer_drained(&c->buffer, (size_t)n);
	if (buffer_is_empty(&c->buffer))
		give_back(c);
	return n;
}

static bool copy_has_room(const struct mover *m)
{
	const struct copy *c = (const struct copy *)m;

	return !c->buffer.bytes ||
	       c->buffer.capacity - buffer_used(&c->buffer) >= COPY_LEAST_ROOM;
}

static size_t copy_held(const struct mover *m)
{
	return buffer_used(&((const struct copy *)m)->buffer);
}

static void copy_free(struct mover *m)
{
	struct copy *c = (struct copy *)m;

	give_back(c);
	free(c);
}

static const struct mover_ops copy_ops = {
	.fill = copy_fill,
	.drain = copy_drain,
	.has_room = copy_has_room,
	.held = copy_held,
	.free = copy_free,
};

struct mover *mover_copy_new(struct pool *pool, struct goal *goal)
{
	struct copy *c = xmalloc(sizeof(*c));

	*c = (struct copy){
		.mover.ops = &copy_ops,
		.goal.goal = goal,
		.pool = pool,
	};
	return &c->mover;
}
