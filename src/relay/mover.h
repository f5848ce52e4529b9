/* SPDX-License-Identifier: MIT */
/* How a lane carries bytes from its source to its sink. */
#ifndef RELAY_MOVER_H
#define RELAY_MOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "stream/stream.h"
#include "tap/code.h"

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

#endif
