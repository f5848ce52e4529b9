/* SPDX-License-Identifier: MIT */
/* A stream for tests that is told while it runs what happens to it. */
#include "actor.h"

#include <poll.h>
#include <string.h>

static int actor_start(struct stream *s, struct error *err)
{
	const struct actor *a = (const struct actor *)s;

	if (a->cannot_shake_hands) {
		error_set(err, FAULT_RESET, "failed: no memory");
		err->is_local = true;
		return STREAM_ERROR;
	}
	if (a->refuses_hands)
		return error_set(err, FAULT_TLS, "failed: wrong certificate");
	return a->is_shaking_hands ? STREAM_AGAIN : 0;
}

static ssize_t actor_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct actor *a = (struct actor *)s;
	size_t n = a->says.len < len ? a->says.len : len;

	if (n == 0 && a->fails) {
		error_set(err, FAULT_RESET, "reset by peer");
		return STREAM_ERROR;
	}
	if (n == 0)
		return a->ends ? 0 : STREAM_AGAIN;
	memcpy(bytes, a->says.at, n);
	bytes_drop(&a->says, n);
	return (ssize_t)n;
}

static ssize_t actor_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct actor *a = (struct actor *)s;

	if (a->takes_nothing)
		return STREAM_AGAIN;
	if (a->write_fails) {
		error_set(err, FAULT_IO, "cannot write");
		return STREAM_ERROR;
	}
	bytes_add(&a->heard, bytes, len);
	return (ssize_t)len;
}

static int actor_finish(struct stream *s, struct error *err)
{
	struct actor *a = (struct actor *)s;

	(void)err;
	if (a->takes_nothing)
		return STREAM_AGAIN;
	a->was_told = true;
	return 0;
}

static void actor_reset(struct stream *s)
{
	((struct actor *)s)->was_reset = true;
}

static bool actor_pending(const struct stream *s)
{
	const struct actor *a = (const struct actor *)s;

	return a->says.len > 0 || a->ends || a->fails;
}

static int actor_delivered(
    struct stream *s, int *unconfirmed, struct error *err)
{
	const struct actor *a = (const struct actor *)s;

	(void)err;
	*unconfirmed = a->has_confirmed ? 0 : (int)a->heard.len;
	return a->has_confirmed || !a->was_told;
}

static void actor_watch_peer(struct stream *s)
{
	((struct actor *)s)->is_watched = true;
}

static int actor_peer_gone(struct stream *s, struct error *err)
{
	return ((struct actor *)s)->is_lost
	           ? error_set(err, FAULT_RESET, "reset by peer")
	           : 0;
}

static void actor_close(struct stream *s)
{
	((struct actor *)s)->is_closed = true;
}

static const struct stream_ops actor_ops = {
	.start = actor_start,
	.read = actor_read,
	.write = actor_write,
	.finish = actor_finish,
	.reset = actor_reset,
	.pending = actor_pending,
	.delivered = actor_delivered,
	.watch_peer = actor_watch_peer,
	.peer_gone = actor_peer_gone,
	.close = actor_close,
};

void actor_init(struct actor *a)
{
	*a = (struct actor){
		.stream = {
			.ops = &actor_ops,
			.read_fd = -1,
			.write_fd = -1,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.has_confirmed = true,
	};
}

void actor_free(struct actor *a)
{
	bytes_free(&a->says);
	bytes_free(&a->heard);
}

const char *actor_heard(struct actor *a)
{
	bytes_add(&a->heard, "", 1);
	a->heard.len--;
	return (const char *)a->heard.at;
}
