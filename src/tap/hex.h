/* SPDX-License-Identifier: MIT */
/* The observer behind --hex: all bytes in hexadecimal and as text, for people.
 * Before the bytes of an event is a line with the time, the direction and the
 * connection; the ends of connections have such a line, too. */
#ifndef TAP_HEX_H
#define TAP_HEX_H

#include "sys/output/outlet.h"
#include "tap/tap.h"

struct hex_opts {
	const char *name; /* of the file, for errors; NULL: standard error */
	int64_t started;  /* by clock_now() */
	int columns;      /* of the terminal; 0: ask it */
	struct tap **all; /* the chain that is told of a failure */
};

/* Makes an observer that frees itself at its end, and takes the outlet over,
 * which is NULL for standard error. */
struct tap *hex_new(const struct hex_opts *opts, const struct outlet *outlet);

#endif
