/* SPDX-License-Identifier: MIT */
/* The parts of the sandbox. */
#ifndef SYS_LINUX_SANDBOX_PRIVATE_H
#define SYS_LINUX_SANDBOX_PRIVATE_H

#include "sys/sandbox/sandbox.h"

/* As in the table system-calls. Those from CALLS_CODE to CALLS_OPENAT are
 * limited by an argument. */
enum calls_group {
	CALLS_UNKNOWN,
	CALLS_ALWAYS,
	CALLS_CODE,
	CALLS_MAP,
	CALLS_THREAD,
	CALLS_ITSELF,
	CALLS_PROCESS,
	CALLS_SEND,
	CALLS_MESSAGE,
	CALLS_MESSAGES,
	CALLS_OPTION,
	CALLS_DEVICE,
	CALLS_SOCKET,
	CALLS_PAIR,
	CALLS_SOCKETCALL,
	CALLS_BIND,
	CALLS_CONTROL,
	CALLS_KILL,
	CALLS_SIGNAL,
	CALLS_OPEN,
	CALLS_OPENAT,
	CALLS_PATHS,
	CALLS_CHANGES,
	CALLS_MODES,
	CALLS_ADDRESSES,
	CALLS_LISTENING,
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

/* Whether a call that failed in this way is not there: the kernel has none, or
 * the rules of a container or of a service manager forbid it. */
bool sandbox_is_missing(int sysno);

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
