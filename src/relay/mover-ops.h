/* SPDX-License-Identifier: MIT */
/* What a mover does. */
#ifndef RELAY_MOVER_OPS_H
#define RELAY_MOVER_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tap/event/code.h"

struct error;
struct stream;

struct mover {
	const struct mover_ops *ops;
};

/* What a fault that is made on purpose does to the conversation. */
enum mover_verdict {
	MOVER_GOES_ON,
	MOVER_ENDS,   /* this direction ends; what comes is thrown away */
	MOVER_CUTS,   /* the same for both, and the connections are closed */
	MOVER_RESETS, /* both connections are reset */
};

struct mover_ops {
	/* Reads from the source. Returns as stream_read() does;
	 * DATAGRAM_EMPTY only if a message without bytes was read that the
	 * mover passes on. */
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

	/* Of a mover that impairs; otherwise NULL. judge is called before each
	 * turn, and at the time of judge_at. due is when what it holds, or the
	 * end, may go to the sink; 0: now. added is the number of bytes that it
	 * has added, less those that it has taken away. */
	enum mover_verdict (*judge)(struct mover *m);
	int64_t (*judge_at)(const struct mover *m);
	int64_t (*due)(const struct mover *m);
	int64_t (*added)(const struct mover *m);
	/* Of a mover that impairs, too: stop has it throw away what is read
	 * from now on; drop throws away what it holds. */
	void (*stop)(struct mover *m);
	void (*drop)(struct mover *m);
	void (*free)(struct mover *m);
};

#endif
