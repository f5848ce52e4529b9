/* SPDX-License-Identifier: MIT */
/* Orders about faults that a file gives for certain times. */
#ifndef WORK_FAULTS_FAULT_TIMELINE_H
#define WORK_FAULTS_FAULT_TIMELINE_H

#include "relay/loop.h"
#include "work/faults/fault-orders.h"

struct fault_timeline {
	struct pollable pollable;
	struct fault_orders *orders;
	const char *file; /* where the schedule is from */
	struct fault_schedule schedule;
	size_t done; /* so many of the moments */
	int64_t start;
};

/* Reads the file, whose name stays the caller's. Returns 0, or -1 with err
 * filled. */
int fault_timeline_read(struct fault_timeline *t, const char *file,
    struct fault_orders *orders, int64_t deadline, struct error *err);

/* The times are counted from now on. A member of the loop that has nothing more
 * to do leaves it. */
void fault_timeline_start(struct fault_timeline *t, struct loop *loop);
void fault_timeline_stop(struct fault_timeline *t);
void fault_timeline_free(struct fault_timeline *t);

#endif
