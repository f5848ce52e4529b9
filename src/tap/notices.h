/* SPDX-License-Identifier: MIT */
/* The observer behind -v and -vv: what happened, a line each, on stderr. */
#ifndef TAP_NOTICES_H
#define TAP_NOTICES_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/output/palette.h"
#include "tap/tap.h"

struct notices {
	struct tap tap;
	int verbosity; /* how many -v were given */
	bool quiet;    /* only kinds of KIND_ASKED_FOR, and sums */
	bool sums;     /* --stats asks for what was moved */
	enum palette_when color;
	int64_t started; /* by clock_now() */
};

/* Makes an observer that begins to count time now. */
struct notices notices_make(
    int verbosity, bool quiet, bool sums, enum palette_when color);

#endif
