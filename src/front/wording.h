/* SPDX-License-Identifier: MIT */
/* The words of a front end for what went wrong below it. */
#ifndef FRONT_WORDING_H
#define FRONT_WORDING_H

#include <stddef.h>

#include "base/hint.h"

struct wording {
	const char *program; /* how it calls itself */
	/* By code; NULL: nothing is said. A value stands in them as {subject},
	 * {word} (that, quoted for a shell), {target}, {port}, {number},
	 * {octal} or {other}. */
	const char *const *hints;
};

extern const struct wording wording_genet;

/* Room for the words of any hint. */
#define WORDING_ROOM 1024

/* Writes what the hint says, as one line without its end; nothing for
 * HINT_NONE. Returns out. */
char *wording_hint(
    const struct wording *w, const struct hint *h, char *out, size_t size);

#endif
