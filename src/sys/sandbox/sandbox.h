/* SPDX-License-Identifier: MIT */
/*
 * What this process gives up for the rest of its life: files and network by
 * landlock(7), system calls by seccomp(2). The threads of lookups that are
 * under way keep what landlock takes away. Several calls add up: each takes
 * more away.
 */
#ifndef SYS_SANDBOX_SANDBOX_H
#define SYS_SANDBOX_SANDBOX_H

#include "base/error.h"
#include "sys/sandbox/sandbox-rules.h"

/* What is in force afterwards. */
struct sandbox_force {
	int landlock;         /* its version; 0: this kernel has none */
	bool calls;           /* whether system calls are limited */
	const char *not_here; /* why there is no sandbox at all; or NULL */
};

/* Why there can be no sandbox in this process: "built with sanitizers",
 * "valgrind". NULL: there can be one. */
const char *sandbox_impossible(void);

/* The version of landlock that this kernel has; 0: none. */
int sandbox_landlock(void);

/* Enters the sandbox, as far as this kernel has one. Returns 0, or -1 with err
 * filled if the kernel has refused what it knows. */
int sandbox_enter(const struct sandbox_rules *rules,
    struct sandbox_force *force, struct error *err);

#endif
