/* SPDX-License-Identifier: MIT */
/* The observer behind -vvv: each socket call with its result and its reason,
 * for people who learn sockets. Of calls that carry data the first on a socket
 * is shown at once, the next ones are folded. */
#ifndef TAP_TRACE_H
#define TAP_TRACE_H

#include <stdint.h>

#include "sys/output/palette.h"
#include "tap/fold.h"
#include "tap/tap.h"

struct trace {
	struct tap tap;
	int64_t started; /* by clock_now() */
	enum palette_when color;
	struct folds folds;
};

/* Writes the line of a call, with the words that begin it. The reason of the
 * call gets a line of its own if it does not fit into width columns; 0: there
 * is no limit. */
void trace_show(const char *begin, const struct tap_call *call, int width,
    const struct palette *palette);

/* Makes an observer, to be put before the notices in the chain, so that folded
 * calls are shown before what happened later. */
struct trace trace_make(int64_t started, enum palette_when color);

#endif
