/* SPDX-License-Identifier: MIT */
/* What events say of the sandbox. */
#ifndef TAP_EVENT_CONFINED_H
#define TAP_EVENT_CONFINED_H

#include <stdbool.h>

struct tap_confined {
	const char *why_not; /* there is no sandbox; or NULL */
	int landlock;        /* its version; 0: it is not in force */
	bool has_seccomp;    /* system calls are limited */
	/* What is still possible; files: those in some directories, and all
	 * without landlock; reads: to read any. */
	bool files, reads, dials, looks_up, programs;
};

#endif
