/* SPDX-License-Identifier: MIT */
/* One end of a conversation, whatever carries it: interrupted calls, short
 * counts and "not now" are dealt with behind these functions, nowhere else. */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include "base/clock.h"
#include "base/error.h"
#include "stream/ops.h"
#include "tap/tap.h"

struct stream {
	const struct stream_ops *ops;
	struct tap *tap;
	/* What to wait for. With -1 the stream calls woken instead. */
	int read_fd, write_fd;
	short read_events, write_events;
	bool carries_messages : 1;  /* each read or write is one message */
	bool carries_datagrams : 1; /* and there is no end of stream */
	bool splices_in : 1, splices_out : 1; /* may still be refused */
	bool is_over : 1, is_sole : 1; /* another stream; genet's alone */
	bool says_unasked : 1; /* its protocol sends what nobody reads */
	bool gives_nothing : 1, takes_nothing : 1; /* only written, read */
	bool has_no_end : 1; /* and cannot be told one: a serial line */
	bool repeats : 1, need_not_read : 1; /* an echo; a program */
	struct stream_verdict *verdict; /* of a judge: verdict.h; or NULL */
	/* Set by the code that waits for the stream. */
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

/* When to read at the latest, even without an event; 0: now. */
static inline int64_t stream_due(const struct stream *s)
{
	if (stream_is_pending(s))
		return 0;
	return s->ops->due ? s->ops->due(s) : CLOCK_NEVER;
}

static inline bool stream_has_room(struct stream *s)
{
	return !s->ops->has_room || s->ops->has_room(s);
}

/* Tells the code that waits that something may have come. */
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
