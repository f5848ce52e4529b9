/* SPDX-License-Identifier: MIT */
/* A fault, as it concerns one direction of one connection. */
#ifndef RELAY_IMPAIR_IMPAIR_BIND_H
#define RELAY_IMPAIR_IMPAIR_BIND_H

#include "base/bytes.h"
#include "relay/impair/impair-set.h"
#include "relay/impair/impair-window.h"

/* How far a fault that delays has come. */
struct impair_clock {
	struct impair_window window;
	int64_t free_at;   /* in nanoseconds: a rate, a gap */
	uint64_t boundary; /* the offset of the end of a chunk */
	uint64_t chunks;   /* so far */
};

struct impair_bind {
	struct impair_entry *entry; /* held */
	struct impair_subject subject;
	struct impair_window window; /* for what comes in */
	struct impair_clock clock;   /* for what goes out */
	struct impair_clock planned; /* the same, after the planned piece */
	bool is_open;  /* in force, for the run of bytes that is looked at */
	uint64_t from; /* no place before this offset is left */
	struct bytes copy;    /* bytes that will be duplicated */
	bool is_told;         /* that it is in force */
	uint64_t told_offset; /* where the period begins that is told */
	int64_t told_at;      /* and when */
};

#endif
