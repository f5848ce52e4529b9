/* SPDX-License-Identifier: MIT */
/* The observer behind -vvv: each socket call with its result, and why it is
 * made, for people who learn sockets. Of calls that carry data the first on a
 * socket is shown at once, the next ones are folded. */
#ifndef TAP_TRACE_H
#define TAP_TRACE_H

#include <stdint.h>

#include "sys/palette.h"
#include "tap/fold.h"
#include "tap/tap.h"

struct trace {
	struct tap tap;
	int64_t started; /* by clock_now() */
	enum palette_when color;
	struct folds folds;
};

/* Writes a line of a call behind the words that begin it. What the call was for
 * goes into a line of its own where it does not fit into width columns; width 0
 * means no limit. */
void trace_show(const char *begin, const struct tap_call *call, int width,
    const struct palette *palette);

/* Stands before the observers whose lines are to come behind the folded calls
 * that were earlier. */
struct trace trace_make(int64_t started, enum palette_when color);

#endif
