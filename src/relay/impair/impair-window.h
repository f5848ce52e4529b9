/* SPDX-License-Identifier: MIT */
/* When a fault is in force: after= so many bytes or so much time, for= so many
 * bytes or so much time, and again every= so many. */
#ifndef RELAY_IMPAIR_IMPAIR_WINDOW_H
#define RELAY_IMPAIR_IMPAIR_WINDOW_H

#include "relay/impair/impairment.h"

struct impair_window {
	const struct impairment *of;
	uint64_t base_offset; /* from which after= is counted */
	int64_t base_time;
	bool has_begun;
	uint64_t begun_offset; /* of the present period */
	int64_t begun_at;
};

/* The fault begins to count at that byte and at that time. */
void impair_window_init(struct impair_window *w, const struct impairment *of,
    uint64_t offset, int64_t now);

/* Returns whether the fault is in force for the byte at that offset, at that
 * time. Neither goes back from one call to the next. */
bool impair_window_look(struct impair_window *w, uint64_t offset, int64_t now);

/* After a look: how many bytes from that offset on have the same answer. */
uint64_t impair_window_run(const struct impair_window *w, uint64_t offset);

/* When the fault is in force for the first time, whatever the offset;
 * CLOCK_NEVER: not by time. */
int64_t impair_window_start(const struct impair_window *w);

/* After a look that returned true: until when the fault is in force, whatever
 * the offset; CLOCK_NEVER: no time ends it. */
int64_t impair_window_end(const struct impair_window *w);

#endif
