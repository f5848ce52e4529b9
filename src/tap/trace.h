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

struct trace trace_make(int64_t started);

#endif
