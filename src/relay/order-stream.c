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
	bool has_ended;  /* with the answers that are not read yet */
	bool is_refused; /* what still comes is no order */
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

/* Where such an order ends, and what follows, is not to be relied on. */
static void refuse(struct orders *o, const char *why)
{
	bytes_clear(&o->line);
	o->opts.refuse(why, &o->answers);
	bytes_add_text(&o->answers, "\n");
	o->is_refused = o->has_ended = true;
}

_Static_assert(ORDER_STREAM_LINE == 4096, "as the answer says");

/* Returns why this part of an order cannot be taken, or NULL. */
static const char *find_fault(
    const struct orders *o, const void *part, size_t len)
{
	if (memchr(part, '\0', len))
		return "an order has a NUL";
	return o->line.len + len > ORDER_STREAM_LINE
	           ? "an order is too long: 4096 bytes are the most"
	           : NULL;
}

static ssize_t orders_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct orders *o = (struct orders *)s;
	const char *end = memchr(bytes, '\n', len);
	size_t part = end ? (size_t)(end - (const char *)bytes) : len;

	(void)err;
	if (o->is_refused)
		return (ssize_t)len;
	if (!orders_has_room(s))
		return STREAM_AGAIN;
	const char *why = find_fault(o, bytes, part);
	if (why) {
		refuse(o, why);
		return (ssize_t)len;
	}
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
