/* SPDX-License-Identifier: MIT */
/*
 * One end of a conversation, whatever carries it: a socket, the standard
 * streams, a program, later TLS. Interrupted calls, short counts and "not
 * now" are dealt with behind these functions and nowhere else.
 */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "tap/tap.h"

/* What read, write and finish return besides a count. */
#define STREAM_ERROR (-1)
#define STREAM_AGAIN (-2) /* nothing now; wait for the stream's events */

struct stream {
	const struct stream_ops *ops;
	struct tap *tap;
	int read_fd, write_fd;           /* what to poll now; -1: nothing */
	short read_events, write_events; /* for what, before the next try */
	bool carries_messages; /* a read takes one, a write makes one */
};

struct stream_ops {
	/* Reads up to len bytes. Returns how many, 0 at the end of the stream,
	 * STREAM_AGAIN, or STREAM_ERROR with err filled. */
	ssize_t (*read)(
	    struct stream *s, void *bytes, size_t len, struct error *err);

	/* Writes up to len bytes. Returns how many, STREAM_AGAIN, or
	 * STREAM_ERROR with err filled. */
	ssize_t (*write)(
	    struct stream *s, const void *bytes, size_t len, struct error *err);

	/* Says that no more will be written. Returns 0, STREAM_AGAIN, or
	 * STREAM_ERROR with err filled. */
	int (*finish)(struct stream *s, struct error *err);

	/* Whether a read would return at once although poll cannot know. */
	bool (*pending)(const struct stream *s);

	/* Frees the stream and closes what it owns. */
	void (*close)(struct stream *s);
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

/* Accepts NULL. */
static inline void stream_close(struct stream *s)
{
	if (s)
		s->ops->close(s);
}

#endif
