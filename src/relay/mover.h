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
#include "relay/mover-ops.h"
#include "stream/stream.h"

/* Longer than any message, unless a privileged process has enlarged the buffer
 * of its socket beyond net.core.wmem_max. */
#define MOVER_LARGEST_MESSAGE (1024 * 1024)

/* The most that one read returns if it becomes one message. */
#define MOVER_MESSAGE_BYTES (64 * 1024)

/* The size of the buffer of a copy: large enough that the cost of system calls
 * does not matter, small enough for a second-level cache (measured: 64 KiB is
 * slower, 1 MiB is no faster). */
#define MOVER_COPY_BYTES (256 * 1024)

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
