/* SPDX-License-Identifier: MIT */
/* The observer behind -vvv: each socket call with its result, and why it is
 * made, for people who learn sockets. */
#ifndef TAP_TRACE_H
#define TAP_TRACE_H

#include <stdint.h>

#include "tap/tap.h"

struct trace {
	struct tap tap;
	int64_t started; /* by clock_now() */
};

/* A call as one would write it, its result, the errno of one below 0, and what
 * it was for, or NULL. */
struct trace_call {
	const char *text, *why;
	long result;
	int sysno;
};

/* Writes a line of it behind the words that begin it. What the call was for
 * goes into a line of its own where it does not fit into width columns; width 0
 * means no limit. */
void trace_show(const char *begin, const struct trace_call *call, int width);

struct trace trace_make(int64_t started);

#endif
