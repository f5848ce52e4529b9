/* SPDX-License-Identifier: MIT */
/* What pings have found, for their user. */
#ifndef WORK_PINGING_PING_REPORT_H
#define WORK_PINGING_PING_REPORT_H

#include "base/distribution.h"
#include "work/run.h"

/* What became of all pings of a target, until now. */
struct ping_totals {
	const char *target; /* as its user wrote it */
	uint64_t sent, outcomes[TAP_PING_OUTCOMES];
	bool is_under_way;                         /* the last of them */
	struct distribution *times, *kernel_times; /* owned */
};

struct ping_totals ping_totals_make(const char *target);
void ping_totals_free(struct ping_totals *t);

/* Counts a ping. */
void ping_totals_note(struct ping_totals *t, const struct tap_ping *p);

/* Tell observers, and without --json print a line, which --quiet leaves out;
 * the totals two or more. Return 0, or -1 with err filled. */
int ping_report_one(
    const struct run *run, const struct tap_ping *p, struct error *err);
int ping_report_totals(
    const struct run *run, const struct ping_totals *t, struct error *err);

#endif
