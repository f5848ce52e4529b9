/* SPDX-License-Identifier: MIT */
/* Moving one message at a time, so that its boundaries stay where they are. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "relay/mover.h"

struct message {
	struct mover mover;
	unsigned char *bytes;
	size_t limit, len, given; /* given: how many of len the sink has */
};

static ssize_t message_fill(
    struct mover *m, struct stream *source, struct error *err)
{
	struct message *c = (struct message *)m;
	ssize_t n = mover_look(
	    m, c->bytes, stream_read(source, c->bytes, c->limit, err));

	if (n > 0) {
		c->len = (size_t)n;
		c->given = 0;
	}
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

	free(c->bytes);
	free(c);
}

static const struct mover_ops message_ops = {
	.fill = message_fill,
	.drain = message_drain,
	.has_room = message_has_room,
	.held = message_held,
	.free = message_free,
};

struct mover *mover_message_new(size_t limit)
{
	struct message *c = xcalloc(1, sizeof(*c));

	c->mover.ops = &message_ops;
	c->bytes = xmalloc(limit);
	c->limit = limit;
	return &c->mover;
}
