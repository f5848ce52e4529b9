/* SPDX-License-Identifier: MIT */
/* Explains a word in the place of a command that is no command. */
#ifndef FRONT_GUESS_UNKNOWN_H
#define FRONT_GUESS_UNKNOWN_H

#include "base/error.h"

/* Explains that the first of the words (which end in NULL) is no command, and
 * what to type instead. Returns -1. */
int unknown_explain(const char *const *words, struct error *err);

#endif
