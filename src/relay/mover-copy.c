/* SPDX-License-Identifier: MIT */
/* Moving bytes through a buffer. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/xalloc.h"
#include "relay/mover.h"

/* With less room, wait for the sink: reads should be long, and moving the
 * rest to the front of the buffer rare. */
#define COPY_LEAST_ROOM (MOVER_COPY_BYTES / 2)

struct copy {
	struct mover mover;
	struct buffer buffer;
};

static ssize_t copy_fill(
    struct mover *m, struct stream *source, struct error *err)
{
	struct copy *c = (struct copy *)m;
	size_t room;
	unsigned char *to = buffer_room(&c->buffer, &room);
	ssize_t n = mover_look(m, to, stream_read(source, to, room, err));

	if (n > 0)
		buffer_filled(&c->buffer, (size_t)n);
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
	return n;
}

static bool copy_has_room(const struct mover *m)
{
	const struct copy *c = (const struct copy *)m;

	return c->buffer.capacity - buffer_used(&c->buffer) >= COPY_LEAST_ROOM;
}

static size_t copy_held(const struct mover *m)
{
	return buffer_used(&((const struct copy *)m)->buffer);
}

static void copy_free(struct mover *m)
{
	struct copy *c = (struct copy *)m;

	buffer_free(&c->buffer);
	free(c);
}

static const struct mover_ops copy_ops = {
	.fill = copy_fill,
	.drain = copy_drain,
	.has_room = copy_has_room,
	.held = copy_held,
	.free = copy_free,
};

struct mover *mover_copy_new(void)
{
	struct copy *c = xmalloc(sizeof(*c));

	c->mover = (struct mover){ .ops = &copy_ops };
	buffer_init(&c->buffer, MOVER_COPY_BYTES);
	return &c->mover;
}
