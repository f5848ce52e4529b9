/* SPDX-License-Identifier: MIT */
/* The names of constants that lessons use: AF_UNIX, MSG_PEEK, ECONNREFUSED. */
#ifndef DEMO_LANGUAGE_NAMES_H
#define DEMO_LANGUAGE_NAMES_H

#include <stdbool.h>

/* Reads a number, or names joined by '|'. */
bool names_read(const char *word, long *number);

/* Whether the word is the name of an errno value, and which. */
bool names_is_errno(const char *word, int *sysno);

/* Whether the word is the name of a signal, and which. */
bool names_is_signal(const char *word, int *number);

#endif
