/* SPDX-License-Identifier: MIT */
/* The parts of the sandbox. */
#ifndef SYS_LINUX_SANDBOX_PRIVATE_H
#define SYS_LINUX_SANDBOX_PRIVATE_H

#include "sys/sandbox/sandbox.h"

enum calls_group {
	CALLS_UNKNOWN,
	CALLS_ALWAYS,
	CALLS_LIMITED,
	CALLS_PATHS,
	CALLS_SOCKETS,
	CALLS_PROGRAMS,
	CALLS_FORBIDDEN,
};

/* A row of the table of system calls. */
struct sandbox_call {
	int number;
	enum calls_group group;
	const char *name;
};

extern const struct sandbox_call sandbox_calls[];
extern const size_t sandbox_call_count;

/* Limits files, TCP and signals. Returns the version of landlock that does, 0
 * without one, or -1 with err filled. */
int sandbox_limit_files(const struct sandbox_rules *rules, struct error *err);

/* Limits system calls; is_judged: landlock judges files. Returns 1, 0 if this
 * kernel or processor cannot, or -1 with err filled. */
int sandbox_limit_calls(
    const struct sandbox_rules *rules, bool is_judged, struct error *err);

/* From now on a forbidden system call ends the process, with a message and
 * these lines. Returns 0, or -1 with errno. */
int sandbox_catch_breach(const char *lines);

#endif
