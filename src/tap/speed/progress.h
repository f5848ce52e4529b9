/* SPDX-License-Identifier: MIT */
/* The observer behind --progress: how much has moved, how fast, and what is
 * waited for, as a line that is drawn anew on a terminal, or as lines of a log.
 */
#ifndef TAP_SPEED_PROGRESS_H
#define TAP_SPEED_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "tap/tap.h"

struct progress_opts {
	bool is_plain;       /* lines of a log, also on a terminal */
	bool counts_clients; /* there may be several */
	/* What is to move, in bytes; 0: that is not known. */
	uint64_t size_in, size_out;
};

/* Makes the observer, which is freed when it ends. */
struct tap *progress_new(const struct progress_opts *opts);

#endif
