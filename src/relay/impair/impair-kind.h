/* SPDX-License-Identifier: MIT */
/* The kinds of faults that a relay makes on purpose. */
#ifndef RELAY_IMPAIR_IMPAIR_KIND_H
#define RELAY_IMPAIR_IMPAIR_KIND_H

#include <stdbool.h>

enum impair_kind {
	/* They delay bytes. */
	IMPAIR_LATENCY,
	IMPAIR_RATE,
	IMPAIR_CHUNK,
	IMPAIR_STALL,
	IMPAIR_SLOW_CLOSE,
	/* They change what passes. */
	IMPAIR_BLACKHOLE,
	IMPAIR_TRUNCATE,
	IMPAIR_CORRUPT,
	IMPAIR_DUPLICATE,
	IMPAIR_INSERT,
	IMPAIR_LOSS,
	IMPAIR_REORDER,
	IMPAIR_SIZE,
	/* They end the conversation, or a direction of it. */
	IMPAIR_CUT,
	IMPAIR_RESET,
	IMPAIR_HALF_CLOSE,
	/* They meet a client before its conversation. */
	IMPAIR_REFUSE,
	IMPAIR_CLOSE_AT_ONCE,
	IMPAIR_LATE_ACCEPT,
	IMPAIR_NEVER_ACCEPT,
	IMPAIR_KINDS, /* how many there are */
};

/* What conversations carry. */
enum impair_carrier {
	IMPAIR_STREAM = 1,    /* bytes */
	IMPAIR_MESSAGES = 2,  /* messages, with an end */
	IMPAIR_DATAGRAMS = 4, /* messages, without one */
};

/* The kinds, by enum impair_kind. */
struct impair_kind_row {
	const char *name;
	unsigned fits;   /* of enum impair_carrier */
	bool is_at_door; /* it meets clients, not bytes */
	bool draws;      /* it depends on the seed */
};
extern const struct impair_kind_row impairment_kinds[IMPAIR_KINDS];

#endif
