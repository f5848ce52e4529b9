/* SPDX-License-Identifier: MIT */
/* A stream that takes orders. */
#include "relay/order-stream.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* With so many bytes of answers that are not read, no more orders are taken. */
#define ANSWERS_ENOUGH ((size_t)64 * 1024)

struct orders {
	struct stream stream;
	struct order_stream_opts opts;
	struct bytes line, answers;
	bool has_ended;
};

static bool orders_has_room(struct stream *s)
{
	return ((struct orders *)s)->answers.len < ANSWERS_ENOUGH;
}

static ssize_t orders_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct orders *o = (struct orders *)s;
	size_t n = o->answers.len < len ? o->answers.len : len;

	(void)err;
	if (n == 0)
		return o->has_ended ? 0 : STREAM_AGAIN;
	bool was_full = !orders_has_room(s);
	memcpy(bytes, o->answers.at, n);
	bytes_drop(&o->answers, n);
	if (was_full && orders_has_room(s))
		stream_wake(s);
	return (ssize_t)n;
}

static bool orders_pending(const struct stream *s)
{
	const struct orders *o = (const struct orders *)s;

	return o->answers.len > 0 || o->has_ended;
}

static void carry_out(struct orders *o)
{
	bytes_add(&o->line, "", 1);
	o->opts.carry_out(
	    o->opts.context, (const char *)o->line.at, &o->answers);
	bytes_add_text(&o->answers, "\n");
	bytes_clear(&o->line);
}

static ssize_t fail(struct error *err, const char *why)
{
	error_set(err, FAULT_RESET, "dropped: an order %s", why);
	err->is_drop = true;
	return STREAM_ERROR;
}

static ssize_t orders_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct orders *o = (struct orders *)s;
	const char *end = memchr(bytes, '\n', len);
	size_t part = end ? (size_t)(end - (const char *)bytes) : len;

	if (!orders_has_room(s))
		return STREAM_AGAIN;
	if (o->line.len + part > ORDER_STREAM_LINE)
		return fail(err, "is too long");
	if (memchr(bytes, '\0', part))
		return fail(err, "has a NUL");
	bytes_add(&o->line, bytes, part);
	if (!end)
		return (ssize_t)part;
	carry_out(o);
	return (ssize_t)part + 1;
}

static int orders_finish(struct stream *s, struct error *err)
{
	struct orders *o = (struct orders *)s;

	(void)err;
	if (!o->has_ended && o->line.len > 0)
		carry_out(o);
	o->has_ended = true;
	return 0;
}

static void orders_close(struct stream *s)
{
	struct orders *o = (struct orders *)s;

	bytes_free(&o->line);
	bytes_free(&o->answers);
	free(o);
}

static const struct stream_ops orders_ops = {
	.read = orders_read,
	.write = orders_write,
	.finish = orders_finish,
	.pending = orders_pending,
	.has_room = orders_has_room,
	.close = orders_close,
};

struct stream *order_stream(const struct order_stream_opts *opts)
{
	struct orders *o = xmalloc(sizeof(*o));

	*o = (struct orders){
		.stream = {
			.ops = &orders_ops,
			.read_fd = -1,
			.write_fd = -1,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.opts = *opts,
	};
	return &o->stream;
}
