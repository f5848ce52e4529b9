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
#include "tap/event/code.h"

/* Longer than any message, unless a privileged process has enlarged the buffer
 * of its socket beyond net.core.wmem_max. */
#define MOVER_LARGEST_MESSAGE (1024 * 1024)

/* The most that one read returns if it becomes one message. */
#define MOVER_MESSAGE_BYTES (64 * 1024)

/* The size of the buffer of a copy: large enough that the cost of system calls
 * does not matter, small enough for a second-level cache (measured: 64 KiB is
 * slower, 1 MiB is no faster). */
#define MOVER_COPY_BYTES (256 * 1024)

struct mover {
	const struct mover_ops *ops;
};

struct mover_ops {
	/* Reads from the source. Returns as stream_read() does. */
	ssize_t (*fill)(struct mover *m, struct stream *source,
	    const void **bytes, struct error *err);

	/* Writes to the sink. Returns as stream_write() does. Both set *bytes
	 * to the bytes moved, which are valid until settle(); NULL: spliced. */
	ssize_t (*drain)(struct mover *m, struct stream *sink,
	    const void **bytes, struct error *err);

	/* Called after each of both, when the bytes are no longer needed. */
	void (*settle)(struct mover *m);

	bool (*has_room)(const struct mover *m);
	size_t (*held)(const struct mover *m); /* bytes read, not written */
	/* The same for a message without bytes. NULL: never. */
	bool (*holds_empty)(const struct mover *m);

	/* How bytes were moved, and how many were spliced. NULL: none were. */
	enum tap_way (*way)(const struct mover *m, uint64_t *spliced);
	void (*free)(struct mover *m);
};

struct goal;
struct pool;

/* Moves bytes between any two streams, through a buffer from the pool, and
 * shows them to the goal (or NULL). */
struct mover *mover_copy_new(struct pool *pool, struct goal *goal);

/* Moves bytes between two streams that can splice, through a pipe from the
 * pool: they are neither copied nor seen. fill returns STREAM_CANNOT, and the
 * mover holds nothing then, if splicing is not possible after all. */
struct mover *mover_splice_new(struct pool *pool);

/* Moves bytes between two streams that may be able to splice: splices while the
 * pieces are large, else copies. Begins with a copy unless splices_at_once. */
struct mover *mover_adaptive_new(struct pool *pool, bool splices_at_once);

/* Moves one message at a time: what one read returns, limit bytes at most,
 * becomes one write. The second one is for datagrams, also empty ones. */
struct mover *mover_copy_messages(
    struct pool *pool, struct goal *goal, size_t limit);
struct mover *mover_datagram_new(struct pool *pool);

/* Moves bytes that the source lends, without a buffer. */
struct mover *mover_lent_new(void);

#endif
