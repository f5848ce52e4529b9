/* SPDX-License-Identifier: MIT */
/* The words of hints, which are those of genet's command line. */
#ifndef CLI_HINTS_H
#define CLI_HINTS_H

#include <stddef.h>

#include "base/hint.h"

/* Room for the words of any hint. */
#define HINTS_ROOM 1024

/* Writes what the hint says, as one line without its end; nothing for
 * HINT_NONE. Returns out. */
char *hints_say(char *out, size_t size, const struct hint *h);

#endif
