/* SPDX-License-Identifier: MIT */
/* The program of --during, which runs beside a server. The owner is called when
 * the program has ended. */
#ifndef WORK_NEAR_COMPANION_H
#define WORK_NEAR_COMPANION_H

#include "relay/loop-child.h"
#include "tap/tap.h"

struct companion {
	struct pollable pollable;
	struct loop_child program;
	int64_t deadline; /* when to wait no longer; CLOCK_NEVER */
	bool is_late;     /* that has passed */
	struct tap *tap;  /* is told of the program */
	const char *name; /* of the program */
	pid_t pid;        /* 0: its end was told */
	void (*ended)(void *context);
	void *context;
};

/* Starts the program, whose end the loop waits for; NAME=VALUE texts of
 * additional (which ends in NULL) are added to its environment. Returns 0, or
 * -1 with err filled. */
int companion_start(struct companion *c, struct loop *loop, char *const *argv,
    const char *const *additional, struct error *err);

/* Takes the companion out of the loop: ended is not called any more. */
void companion_leave(struct companion *c);

/* Ends the program if it is still there. */
void companion_stop(struct companion *c);

/* Returns 0, or -1 with err filled if the program has failed: the run ends with
 * its status. */
int companion_result(const struct companion *c, struct error *err);

#endif
