/* SPDX-License-Identifier: MIT */
/* Processes that we start, programs or functions of our own. They are waited
 * for and ended by their ids, never as a group. */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <sys/types.h>

#include "base/error.h"

struct child {
	pid_t pid; /* 0: there is none */
};

struct child_program {
	char *const *argv;             /* argv[0] is looked for in PATH */
	int stdin_fd, stdout_fd;       /* its 0 and 1; -1: ours */
	const char *const *additional; /* "NAME=VALUE" for its environment, ends
	                                * in NULL; or NULL */
};

/*
 * Starts a program. It has default signals and no descriptor above 2; our
 * descriptors stay ours. Returns 0, or -1 with FAULT_NOT_FOUND or
 * FAULT_NOT_RUNNABLE: that it cannot be run is known at once.
 */
int child_run_program(struct child *child, const struct child_program *program,
    struct error *err);

/* Starts a process that runs the function and ends with what it returns as
 * status. It has our descriptors and default signals. Returns 0 or -1. */
int child_run_function(
    struct child *child, int (*run)(void *), void *argument, struct error *err);

/* Waits until it has ended. Returns its status, 128+N if signal N has killed
 * it, or -1 with FAULT_SIGNAL when the user wants an end. */
int child_wait(struct child *child, struct error *err);

/* Asks it to end by SIGTERM, kills it if it is still there after 2 s, and
 * returns when it is gone: its status as child_wait() does, or -1 if there was
 * none. */
int child_end(struct child *child);

#endif
