/* SPDX-License-Identifier: MIT */
/* Moves bytes through a buffer: as many as there are, or one message at a time,
 * so that its boundaries are kept. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "relay/goal.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "stream/datagram.h"

/* With less room the lane waits for the sink, so that reads are long, and bytes
 * are rarely moved to the front of the buffer. */
#define COPY_LEAST_ROOM (MOVER_COPY_BYTES / 2)

struct copy {
	struct mover mover;
	struct goal *goal; /* NULL: none */
	struct goal_progress progress;
	struct pool *pool;
	unsigned char *bytes;    /* NULL while nothing is held */
	size_t size, head, tail; /* of bytes; held are those from head on */
	size_t least_room;       /* for a read */
};

static size_t copy_held(const struct mover *m)
{
	const struct copy *c = (const struct copy *)m;

	return c->tail - c->head;
}

static void give_back(struct copy *c)
{
	pool_give(c->pool, c->bytes, c->size);
	c->bytes = NULL;
	c->head = c->tail = 0;
}

/* Moves bytes to the front only when tail is beyond the middle: so many were
 * read since the last time that the cost is small. */
static void make_room(struct copy *c)
{
	if (c->tail <= c->size / 2)
		return;
	memmove(c->bytes, c->bytes + c->head, c->tail - c->head);
	c->tail -= c->head;
	c->head = 0;
}

/* Shows the result of a read to the goal. Returns how many of the bytes the
 * goal wants; without bytes, the result of the read. */
static ssize_t look(struct copy *c, const void *bytes, ssize_t n)
{
	size_t len = n > 0 ? (size_t)n : 0;

	if (n <= 0 && n != DATAGRAM_EMPTY)
		return n;
	if (c->goal)
		len = goal_look(c->goal, &c->progress, bytes, len);
	return len > 0 ? (ssize_t)len : STREAM_AGAIN;
}

static ssize_t copy_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct copy *c = (struct copy *)m;

	if (!c->bytes)
		c->bytes = pool_take(c->pool, c->size);
	make_room(c);
	unsigned char *to = c->bytes + c->tail;
	*bytes = to;
	ssize_t n =
	    look(c, to, stream_read(source, to, c->size - c->tail, err));
	if (n > 0)
		c->tail += (size_t)n;
	return n;
}

static ssize_t copy_drain(
    struct mover *m, struct stream *sink, const void **bytes, struct error *err)
{
	struct copy *c = (struct copy *)m;

	*bytes = c->bytes + c->head;
	ssize_t n = stream_write(sink, c->bytes + c->head, copy_held(m), err);

	if (n > 0)
		c->head += (size_t)n;
	return n;
}

static void copy_settle(struct mover *m)
{
	if (copy_held(m) == 0)
		give_back((struct copy *)m);
}

static bool copy_has_room(const struct mover *m)
{
	const struct copy *c = (const struct copy *)m;

	return c->size - copy_held(m) >= c->least_room;
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
	.settle = copy_settle,
	.has_room = copy_has_room,
	.held = copy_held,
	.free = copy_free,
};

static struct mover *make(
    struct pool *pool, struct goal *goal, size_t size, size_t least_room)
{
	struct copy *c = xmalloc(sizeof(*c));

	*c = (struct copy){
		.mover.ops = &copy_ops,
		.goal = goal,
		.pool = pool,
		.size = size,
		.least_room = least_room,
	};
	return &c->mover;
}

struct mover *mover_copy_new(struct pool *pool, struct goal *goal)
{
	return make(pool, goal, MOVER_COPY_BYTES, COPY_LEAST_ROOM);
}

struct mover *mover_copy_messages(
    struct pool *pool, struct goal *goal, size_t limit)
{
	/* A read needs all the room: one message is held at most. */
	return make(pool, goal, limit, limit);
}
