/* SPDX-License-Identifier: MIT */
/* A program beside the run: when it has ended, something is to happen. */
#ifndef RELAY_DURING_H
#define RELAY_DURING_H

#include "relay/loop-child.h"

struct during {
	struct pollable pollable;
	struct loop_child program;
	int64_t deadline; /* when to wait no longer; CLOCK_NEVER */
	bool is_late;     /* that has passed */
	void (*ended)(void *context);
	bool (*is_needless)(void *context); /* is it to be ended? */
	void *context;
};

/* Starts the program beside a member of a loop; NAME=VALUE texts of additional
 * (which ends in NULL) are added to its environment. Returns 0, or -1 with err
 * filled. */
int during_start(struct during *d, struct pollable *beside, char *const *argv,
    const char *const *additional, struct error *err);

/* Ends the program if it is still there. */
void during_stop(struct during *d);

/* Returns 0, or -1 if the program did not succeed: its status is to be ours. */
int during_result(const struct during *d, struct error *err);

#endif
