/* SPDX-License-Identifier: MIT */
/* The observer behind --hex: all bytes in hexadecimal and as text, for people.
 * Each piece has a line with the time, the direction and the connection before
 * it; datagrams, and the ends of connections, have lines of their own. */
#ifndef TAP_HEX_H
#define TAP_HEX_H

#include "sys/outlet.h"
#include "tap/tap.h"

struct hex_opts {
	const char *name; /* of the file, for errors; NULL: standard error */
	int64_t started;  /* by clock_now() */
	int columns;      /* of the terminal, whatever that says; 0: ask it */
	struct tap **all; /* the chain that is told of a failure */
};

/* Makes an observer that frees itself at its end, and takes the outlet over,
 * which is NULL for standard error. */
struct tap *hex_new(const struct hex_opts *opts, const struct outlet *outlet);

#endif
