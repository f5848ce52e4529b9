/* SPDX-License-Identifier: MIT */
/* Words as a shell reads them, for command lines that are shown. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include <stddef.h>

/* Room for the words that people type. */
#define QUOTE_ROOM 512

/* Copies the word into out, between quotes if a shell would change it. A word
 * that does not fit ends in "...". Returns out. */
char *quote_word(char *out, size_t size, const char *word);

#endif
