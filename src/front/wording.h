/* SPDX-License-Identifier: MIT */
/* The words of hints, which name commands and options of genet. */
#ifndef FRONT_WORDING_H
#define FRONT_WORDING_H

#include <stddef.h>

#include "base/hint.h"

/* Room for the words of any hint. */
#define WORDING_ROOM 1024

/* Writes what the hint says, as one line without its end; nothing for
 * HINT_NONE. Returns out. */
char *wording_hint(const struct hint *h, char *out, size_t size);

#endif
