/* SPDX-License-Identifier: MIT */
/* How a lane carries bytes from its source to its sink. */
#ifndef RELAY_MOVER_H
#define RELAY_MOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "relay/goal.h"
#include "stream/stream.h"

/* More than any message can have without the privilege to enlarge a socket's
 * buffer beyond net.core.wmem_max. */
#define MOVER_LARGEST_MESSAGE (1024 * 1024)

/* What one read of bytes may return where it becomes one message. */
#define MOVER_MESSAGE_BYTES (64 * 1024)

/* The buffer of a mover that copies. Large enough that the system calls do not
 * count, small enough to stay in a second-level cache (measured: 64 KiB is
 * slower, 1 MiB no faster). */
#define MOVER_COPY_BYTES (256 * 1024)

struct pool;

struct mover {
	const struct mover_ops *ops;
};

/* What is to be received, and how far one lane has come with it. */
struct mover_goal {
	struct goal *goal; /* NULL: nothing in particular */
	struct goal_progress progress;
};

struct mover_ops {
	/* Takes in what the source has. Returns as stream_read() does. */
	ssize_t (*fill)(struct mover *m, struct stream *source,
	    const void **bytes, struct error *err);

	/* Gives what was taken in to the sink. Returns as stream_write(). Both
	 * set *bytes to those that they have moved, which stay until settle().
	 */
	ssize_t (*drain)(struct mover *m, struct stream *sink,
	    const void **bytes, struct error *err);

	/* After either: those bytes are not needed any more. */
	void (*settle)(struct mover *m);

	bool (*has_room)(const struct mover *m);
	size_t (*held)(const struct mover *m); /* bytes taken in, not given */
	void (*free)(struct mover *m);
};

/* Shows the goal what was taken in. Returns how many of the n bytes belong to
 * what is wanted; other results of a read as they are. */
static inline ssize_t mover_look(
    struct mover_goal *g, const void *bytes, ssize_t n)
{
	if (n <= 0 || !g->goal)
		return n;
	size_t wanted = goal_look(g->goal, &g->progress, bytes, (size_t)n);
	return wanted > 0 ? (ssize_t)wanted : STREAM_AGAIN;
}

/* Moves through a buffer from the pool, and shows what comes to the goal (or
 * NULL): works between any two streams. */
struct mover *mover_copy_new(struct pool *pool, struct goal *goal);

/* Moves one message at a time: what one read of the source returned, which is
 * at most limit bytes, becomes one write of the sink. */
struct mover *mover_copy_messages(
    struct pool *pool, struct goal *goal, size_t limit);

/* Moves what the source lends, without a buffer. */
struct mover *mover_lent_new(void);

#endif
