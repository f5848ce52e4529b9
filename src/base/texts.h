/* SPDX-License-Identifier: MIT */
/* Tables that are one text: strings that follow each other, each with its NUL.
 * A table of pointers costs time at every start of the program, when the loader
 * writes them; one that is seldom read is better without. */
#ifndef BASE_TEXTS_H
#define BASE_TEXTS_H

#include <string.h>

/* Takes the string at the beginning, with its NUL. */
static inline const char *texts_take(const char **texts)
{
	const char *text = *texts;

	*texts += strlen(text) + 1;
	return text;
}

#endif
