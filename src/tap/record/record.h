/* SPDX-License-Identifier: MIT */
/*
 * The observer behind --record: each connection is a dialogue, in the order in
 * which they began. The lines of the first that is open go to the file at once;
 * those of later ones wait for its end.
 */
#ifndef TAP_RECORD_RECORD_H
#define TAP_RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "sys/output/outlet.h"
#include "tap/tap.h"

struct record_opts {
	const char *name;  /* of the file, for errors */
	bool tells_pauses; /* the times are pauses, not comments */
	size_t max_kept;   /* bytes that wait for the end of a connection */
	struct tap **all;  /* the chain that is told of a failure */
};

/* Makes an observer that frees itself at its end, and takes the outlet over. */
struct tap *record_new(
    const struct record_opts *opts, const struct outlet *outlet);

#endif
