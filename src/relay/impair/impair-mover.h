/* SPDX-License-Identifier: MIT */
/* Moves bytes as a faulty network does: late, changed, in other pieces, or not
 * at all. */
#ifndef RELAY_IMPAIR_IMPAIR_MOVER_H
#define RELAY_IMPAIR_IMPAIR_MOVER_H

#include "relay/impair/impair-set.h"
#include "relay/mover.h"

struct pool;
struct tap;
struct tap_connection;

struct impair_mover_opts {
	struct impair_set *set;
	uint64_t conn; /* the number of the connection */
	bool is_up;    /* from the client to the target */
	enum impair_carrier carrier;
	size_t longest;     /* of messages */
	bool carries_empty; /* messages without bytes, too */
	struct pool *pool;
	struct tap *tap;
	const struct tap_connection *connection; /* for observers, or NULL */
};

/* What the options point to stays the caller's. The faults of the set may
 * change: the mover notices by the next judge(). */
struct mover *impair_mover_new(const struct impair_mover_opts *opts);

#endif
