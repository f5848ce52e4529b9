/* SPDX-License-Identifier: MIT */
/* Moving one message at a time, so that its boundaries stay where they are. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/mover.h"
#include "relay/pool.h"

struct message {
	struct mover mover;
	struct mover_goal goal;
	struct pool *pool;
	unsigned char *bytes;     /* NULL while there is none */
	size_t size;              /* of those */
	size_t limit, len, given; /* given: how many of len the sink has */
};

static void give_back(struct message *c)
{
	pool_give(c->pool, c->bytes, c->size);
	c->bytes = NULL;
	c->len = c->given = 0;
}

static ssize_t message_fill(
    struct mover *m, struct stream *source, struct error *err)
{
	struct message *c = (struct message *)m;

	c->size = c->limit;
	c->bytes = pool_take(c->pool, &c->size);
	ssize_t n = mover_look(
	    &c->goal, c->bytes, stream_read(source, c->bytes, c->limit, err));
	if (n > 0)
		c->len = (size_t)n;
	else
		give_back(c);
	return n;
}

/* A sink of messages takes all at once; one of bytes may need several
 * writes. */
static ssize_t message_drain(
    struct mover *m, struct stream *sink, struct error *err)
{
	struct message *c = (struct message *)m;
	ssize_t n =
	    stream_write(sink, c->bytes + c->given, c->len - c->given, err);

	if (n > 0)
		c->given += (size_t)n;
	if (c->given == c->len)
		give_back(c);
	return n;
}

static size_t message_held(const struct mover *m)
{
	const struct message *c = (const struct message *)m;

	return c->len - c->given;
}

static bool message_has_room(const struct mover *m)
{
	return message_held(m) == 0;
}

static void message_free(struct mover *m)
{
	struct message *c = (struct message *)m;

	give_back(c);
	free(c);
}

static const struct mover_ops message_ops = {
	.fill = message_fill,
	.drain = message_drain,
	.has_room = message_has_room,
	.held = message_held,
	.free = message_free,
};

struct mover *mover_message_new(
    struct pool *pool, struct goal *goal, size_t limit)
{
	struct message *c = xmalloc(sizeof(*c));

	*c = (struct message){
		.mover.ops = &message_ops,
		.goal.goal = goal,
		.pool = pool,
		.limit = limit,
	};
	return &c->mover;
}
