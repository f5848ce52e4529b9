/* SPDX-License-Identifier: MIT */
/* How a lane carries bytes from its source to its sink: what a mover does, and
 * the movers that there are. */
#ifndef RELAY_MOVER_H
#define RELAY_MOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "stream/stream.h"
#include "tap/code.h"

/* More than any message can have without the privilege to enlarge a socket's
 * buffer beyond net.core.wmem_max. */
#define MOVER_LARGEST_MESSAGE (1024 * 1024)

/* What one read of bytes may return where it becomes one message. */
#define MOVER_MESSAGE_BYTES (64 * 1024)

/* The buffer of a mover that copies. Large enough that the system calls do not
 * count, small enough to stay in a second-level cache (measured: 64 KiB is
 * slower, 1 MiB no faster). */
#define MOVER_COPY_BYTES (256 * 1024)

struct mover {
	const struct mover_ops *ops;
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

	/* Which way bytes went, and how many were spliced. NULL: none were. */
	enum tap_way (*way)(const struct mover *m, uint64_t *spliced);
	void (*free)(struct mover *m);
};

struct goal;
struct pool;

/* Moves through a buffer from the pool, and shows what comes to the goal (or
 * NULL): works between any two streams. */
struct mover *mover_copy_new(struct pool *pool, struct goal *goal);

/* Moves between two streams that can splice, through a pipe from the pool, so
 * that no byte is copied, or seen. fill returns STREAM_CANNOT where that is not
 * possible after all; then nothing is held. */
struct mover *mover_splice_new(struct pool *pool);

/* The same between two streams that may be able to splice: begins with a copy,
 * or splices from the start if splices_at_once; splices while the pieces are
 * large, and copies where that is not possible. */
struct mover *mover_adaptive_new(struct pool *pool, bool splices_at_once);

/* Moves one message at a time: what one read of the source returned, which is
 * at most limit bytes, becomes one write of the sink. */
struct mover *mover_copy_messages(
    struct pool *pool, struct goal *goal, size_t limit);

/* Moves what the source lends, without a buffer. */
struct mover *mover_lent_new(void);

#endif
