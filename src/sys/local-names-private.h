/* SPDX-License-Identifier: MIT */
/* Names in files of the system. */
#ifndef SYS_LOCAL_NAMES_PRIVATE_H
#define SYS_LOCAL_NAMES_PRIVATE_H

#include "sys/local-names.h"

struct local_names_wanted {
	local_names_taker *take;
	void *context;
};

/* Calls each for every line of a file, without its end. A file that cannot be
 * read has no lines. */
void local_names_read_lines(
    const char *file, void (*each)(void *context, char *line), void *context);

/* Takes each word of a text, which it changes. */
void local_names_take_words(
    char *words, const char *what, const struct local_names_wanted *w);

#endif
