/* SPDX-License-Identifier: MIT */
/* An end that sends back what it receives. */
#include "stream/echo.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/xalloc.h"

/* An echo with so many bytes takes no more: its peer is read as fast as it
 * reads. */
#define ENOUGH (64 * 1024)

struct echo {
	struct stream stream;
	struct bytes held; /* pieces, each behind its length */
	bool is_finished;
};

static bool echo_has_room(struct stream *s)
{
	return ((const struct echo *)s)->held.len < ENOUGH;
}

static ssize_t echo_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct echo *e = (struct echo *)s;

	(void)err;
	if (!echo_has_room(s))
		return STREAM_AGAIN;
	bytes_add(&e->held, &len, sizeof(len));
	bytes_add(&e->held, bytes, len);
	stream_wake(s);
	return (ssize_t)len;
}

static int echo_finish(struct stream *s, struct error *err)
{
	(void)err;
	((struct echo *)s)->is_finished = true;
	stream_wake(s);
	return 0;
}

static bool echo_pending(const struct stream *s)
{
	const struct echo *e = (const struct echo *)s;

	return e->held.len > 0 || e->is_finished;
}

static ssize_t echo_lend(
    struct stream *s, const void **bytes, struct error *err)
{
	const struct echo *e = (const struct echo *)s;
	size_t len;

	(void)err;
	if (e->held.len == 0)
		return e->is_finished ? 0 : STREAM_AGAIN;
	memcpy(&len, e->held.at, sizeof(len));
	*bytes = e->held.at + sizeof(len);
	return (ssize_t)len;
}

/* The length of what is left of a piece goes before the rest. */
static void echo_take(struct stream *s, size_t taken)
{
	struct echo *e = (struct echo *)s;
	size_t len;

	memcpy(&len, e->held.at, sizeof(len));
	len -= taken;
	bytes_drop(&e->held, len > 0 ? taken : sizeof(len) + taken);
	if (len > 0)
		memcpy(e->held.at, &len, sizeof(len));
	bytes_trim(&e->held);
	stream_wake(s);
}

static void echo_close(struct stream *s)
{
	bytes_free(&((struct echo *)s)->held);
	free(s);
}

static const struct stream_ops echo_ops = {
	.write = echo_write,
	.finish = echo_finish,
	.pending = echo_pending,
	.lend = echo_lend,
	.take = echo_take,
	.has_room = echo_has_room,
	.close = echo_close,
};

struct stream *echo_stream(void)
{
	struct echo *e = xmalloc(sizeof(*e));

	*e = (struct echo){
		.stream = {
			.ops = &echo_ops,
			.read_fd = -1,
			.write_fd = -1,
			.repeats = true,
		},
	};
	return &e->stream;
}
