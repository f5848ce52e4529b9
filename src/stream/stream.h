/* SPDX-License-Identifier: MIT */
/*
 * One end of a conversation, whatever carries it: a socket, the standard
 * streams, a program, a share of what is common to many, later TLS.
 * Interrupted calls, short counts and "not now" are dealt with behind these
 * functions and nowhere else.
 */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "stream/ops.h"
#include "tap/tap.h"

struct stream {
	const struct stream_ops *ops;
	struct tap *tap;
	/* What to wait for now, before the next try. A stream without a
	 * descriptor, -1, calls woken instead. */
	int read_fd, write_fd;
	short read_events, write_events;
	bool carries_messages; /* a read takes one, a write makes one */
	/* Set by the one that waits for the stream. */
	void (*woken)(void *context);
	void *context;
};

static inline ssize_t stream_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	return s->ops->read(s, bytes, len, err);
}

static inline ssize_t stream_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	return s->ops->write(s, bytes, len, err);
}

static inline int stream_finish(struct stream *s, struct error *err)
{
	return s->ops->finish(s, err);
}

static inline bool stream_is_pending(const struct stream *s)
{
	return s->ops->pending && s->ops->pending(s);
}

static inline bool stream_has_room(struct stream *s)
{
	return !s->ops->has_room || s->ops->has_room(s);
}

/* Something may be there that a stream without a descriptor waits for. */
static inline void stream_wake(struct stream *s)
{
	if (s->woken)
		s->woken(s->context);
}

/* Accepts NULL. */
static inline void stream_close(struct stream *s)
{
	if (s)
		s->ops->close(s);
}

#endif
