/* SPDX-License-Identifier: MIT */
/* Processes that genet starts, programs or functions of its own. They are
 * waited for by their ids, and signalled so or as the group that they lead. */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/error.h"

struct child {
	pid_t pid;   /* 0: there is none */
	pid_t group; /* that it leads, or led; 0: it is in the group of genet */
};

struct child_program {
	char *const *argv;       /* argv[0] is looked for in PATH */
	int stdin_fd, stdout_fd; /* its 0 and 1; -1: ours */
	bool own_group; /* signals reach also the processes that it starts;
	                 * it cannot read from the terminal then */
	const char *const *additional; /* "NAME=VALUE" for its environment, ends
	                                * in NULL; or NULL */
};

/*
 * Starts a program. It has default signals and no descriptor above 2; our
 * descriptors stay ours. Returns 0, or -1 with FAULT_NOT_FOUND or
 * FAULT_NOT_RUNNABLE, which is known at once, or FAULT_IO if there are not
 * enough processes or memory for now.
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

/* Whether it has ended; then its status is in *status, as child_wait() gives
 * it, and there is no child any more. That one has ended wakes whoever waits
 * (sys/waiting.h). */
bool child_has_ended(struct child *child, int *status);

/* The process id of any child that has ended, with its status; 0 if there is
 * none. For those who have many. */
pid_t child_take_ended(int *status);

/* How long a program may take to end in good order, once it is asked to. */
#define CHILD_GRACE_US (2 * CLOCK_SECOND)

/* Sends SIGTERM, if there is a child, and does not wait. */
void child_ask_to_end(struct child *child);

/* Asks it to end by SIGTERM, kills it if it is still there after 2 s, and
 * returns when it is gone: its status as child_wait() does, or -1 if there was
 * none. */
int child_end(struct child *child);

/* The same for one that was asked, which is killed at the deadline. */
int child_end_by(struct child *child, int64_t deadline);

#endif
