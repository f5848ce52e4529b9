/* SPDX-License-Identifier: MIT */
/* Two streams for tests, joined in memory. */
#include "wire.h"

#include <poll.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Whether this call, a read or a write, is to be tried again. */
static bool is_refused(struct wire_end *e, int kind)
{
	if (e->refused[kind]++ < e->reluctance)
		return true;
	e->refused[kind] = 0;
	return false;
}

static ssize_t wire_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct wire_end *e = (struct wire_end *)s;
	size_t n = least(least(len, e->piece), e->arrived.len);

	if (is_refused(e, 0))
		return STREAM_AGAIN;
	if (n > 0) {
		memcpy(bytes, e->arrived.at, n);
		bytes_drop(&e->arrived, n);
		return (ssize_t)n;
	}
	if (e->is_lost)
		return error_set(err, FAULT_RESET, "reset by peer");
	return e->other->has_ended ? 0 : STREAM_AGAIN;
}

static ssize_t wire_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct wire_end *e = (struct wire_end *)s;
	size_t there = e->other->arrived.len;
	size_t room = e->room > there ? e->room - there : 0;
	size_t n = least(least(len, e->piece), room);

	if (e->is_lost)
		return error_set(err, FAULT_RESET, "reset by peer");
	if (n == 0 || is_refused(e, 1))
		return STREAM_AGAIN;
	bytes_add(&e->other->arrived, bytes, n);
	return (ssize_t)n;
}

static int wire_finish(struct stream *s, struct error *err)
{
	struct wire_end *e = (struct wire_end *)s;

	if (e->is_lost)
		return error_set(err, FAULT_RESET, "reset by peer");
	e->has_ended = true;
	return 0;
}

static void wire_close(struct stream *s)
{
	struct wire_end *e = (struct wire_end *)s;

	e->has_ended = e->is_closed = true;
}

static const struct stream_ops ops = {
	.read = wire_read,
	.write = wire_write,
	.finish = wire_finish,
	.close = wire_close,
};

static void init(struct wire_end *e, struct wire_end *other)
{
	*e = (struct wire_end){
		.stream = {
			.ops = &ops,
			.read_fd = -1,
			.write_fd = -1,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.other = other,
		.piece = SIZE_MAX,
		.room = SIZE_MAX,
	};
}

void wire_init(struct wire_end *a, struct wire_end *b)
{
	init(a, b);
	init(b, a);
}

void wire_free(struct wire_end *a, struct wire_end *b)
{
	bytes_free(&a->arrived);
	bytes_free(&b->arrived);
}
