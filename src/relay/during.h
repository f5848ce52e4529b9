/* SPDX-License-Identifier: MIT */
/* A program beside the run: when it has ended, something is to happen. */
#ifndef RELAY_DURING_H
#define RELAY_DURING_H

#include "relay/loop.h"
#include "sys/child.h"

struct during {
	struct pollable pollable;
	struct child child;
	int status; /* of the program, when it has ended */
	void (*ended)(void *context);
	bool (*is_needless)(void *context); /* the program is to be ended */
	void *context;
};

/* Starts the program; NAME=VALUE texts of additional (which ends in NULL) are
 * added to its environment. ended is called in the loop. Returns 0, or -1
 * with err filled. */
int during_start(struct during *d, char *const *argv,
    const char *const *additional, struct error *err);

/* Ends the program if it is still there. */
void during_stop(struct during *d);

/* Returns 0, or -1 if the program did not succeed: its status is to be ours. */
int during_result(const struct during *d, struct error *err);

#endif
