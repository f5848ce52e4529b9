/* SPDX-License-Identifier: MIT */
/* The command lines of nc, ncat and socat in the words of genet. */
#ifndef FRONT_TRANSLATE_TRANSLATE_H
#define FRONT_TRANSLATE_TRANSLATE_H

#include "base/error.h"

/*
 * The line of genet that does what the words ask for, which are the name of a
 * program and its arguments, and end in NULL. What would differ is in *notes,
 * each in a line, or NULL. Both are allocated. Returns NULL with err filled.
 * notes may be NULL: then the line is a hint for people, and does not say that
 * nc listens by IPv4 only.
 */
char *translate_line(const char *const *words, char **notes, struct error *err);

/* The line of genet for one address of socat, a socket; or NULL if there is no
 * line for all of it. Allocated. */
char *translate_socat_address(const char *word);

#endif
