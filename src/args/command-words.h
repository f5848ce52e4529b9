/* SPDX-License-Identifier: MIT */
/* The words of a command that was written as one text. */
#ifndef ARGS_COMMAND_WORDS_H
#define ARGS_COMMAND_WORDS_H

#include "base/error.h"

/*
 * Splits the text at blanks. '...', "..." and a backslash keep characters
 * together, as in a shell (POSIX, XCU 2.2); nothing else is special. Returns
 * the words, which end in NULL, to be freed with xfree_texts(); or NULL with
 * FAULT_USAGE if there is none, or if a quote is not closed.
 */
char **command_words(const char *text, struct error *err);

#endif
