/* SPDX-License-Identifier: MIT */
/* Tables of options or mistakes, of which the first that is given is reported.
 */
#ifndef ARGS_CHOICE_H
#define ARGS_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

struct choice {
	bool is_given;
	const char *text; /* the option, or what is wrong */
};

/* The text of the first row that is given, or NULL. */
const char *choice_first(const struct choice *rows, size_t count);

#define CHOICE_FIRST(rows) choice_first(rows, sizeof(rows) / sizeof((rows)[0]))

#endif
