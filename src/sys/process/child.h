/* SPDX-License-Identifier: MIT */
/* Processes that genet starts: programs, or functions of its own. */
#ifndef SYS_PROCESS_CHILD_H
#define SYS_PROCESS_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/error.h"

struct child {
	pid_t pid;   /* 0: there is no child */
	pid_t group; /* that it leads, or led; 0: it is in the group of genet */
};

struct child_program {
	char *const *argv;       /* argv[0] is looked for in PATH */
	int stdin_fd, stdout_fd; /* its 0 and 1; -1: those of genet */
	bool own_group; /* signals also reach the processes that it starts, but
	                 * it cannot read from the terminal */
	const char *const *additional; /* "NAME=VALUE" for its environment,
	                                * ended by NULL; or NULL */
};

/*
 * Starts a program, with default signals and no descriptor above 2; stdin_fd
 * and stdout_fd stay the caller's. Returns 0, or -1 with FAULT_NOT_FOUND or
 * FAULT_NOT_RUNNABLE, which is known at once, or FAULT_IO if there are too few
 * processes, descriptors or memory.
 */
int child_run_program(struct child *child, const struct child_program *program,
    struct error *err);

/* Starts a process that runs the function and ends with its result as status.
 * It has the descriptors of genet, and default signals. Returns 0 or -1. */
int child_run_function(
    struct child *child, int (*run)(void *), void *argument, struct error *err);

/* Waits until the child has ended. Returns its status, 128+N if signal N has
 * killed it, or -1 with FAULT_SIGNAL if a signal asks genet to end. */
int child_wait(struct child *child, struct error *err);

/* Whether the child has ended. Then *status is its status, as of child_wait(),
 * and child->pid is 0. SIGCHLD wakes waiting_until() and poller_wait(). */
bool child_has_ended(struct child *child, int *status);

/* Reaps any child that has ended. Returns its process id, with its status; or 0
 * if there is none. */
pid_t child_take_ended(int *status);

/* Whether the process is a child of genet, running or not yet reaped. */
bool child_is_own(pid_t pid);

/* How long a program may take to end by itself after SIGTERM. */
#define CHILD_GRACE_US (2 * CLOCK_SECOND)

/* Sends SIGTERM, if there is a child, and does not wait. */
void child_ask_to_end(struct child *child);

/* Sends SIGTERM, kills the child if it is still there after CHILD_GRACE_US, and
 * waits for its end. Returns its status as child_wait() does, or -1 if there is
 * no child. */
int child_end(struct child *child);

/* The same without SIGTERM: the child is killed at the deadline. */
int child_end_by(struct child *child, int64_t deadline);

#endif
