/* SPDX-License-Identifier: MIT */
/* Quoting of words for a shell, in command lines that are shown. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include <stddef.h>

/* Room for words of a usual length. */
#define QUOTE_ROOM 512

/* Copies the word into out, quoted if a shell would change it. A word that does
 * not fit ends in "...". Returns out. */
char *quote_word(char *out, size_t size, const char *word);

#endif
