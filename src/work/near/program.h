/* SPDX-License-Identifier: MIT */
/* The program that the command line names: --exec -- ARG..., --sh COMMAND,
 * --during -- ARG... */
#ifndef WORK_NEAR_PROGRAM_H
#define WORK_NEAR_PROGRAM_H

#include <stdbool.h>

#include "args/config.h"

/* A program as execvp(3) wants it. Texts are the command line's own. */
struct program_words {
	char **argv; /* NULL: none is to be run for a connection */
	char *shell[4];
};

/* Whether a program is to talk to the peer. */
bool program_is_asked(const struct config *cfg);

/* Whether genet must see the bytes between the program and the peer. */
bool program_is_watched(const struct config *cfg);

/* Checks that what stands behind "--" has a use, and only one, and that there
 * is such a program. Returns 0, or -1 with err filled. */
int program_check(const struct config *cfg, struct error *err);

/* Fills in the program of --exec or --sh. */
void program_words(const struct config *cfg, struct program_words *out);

#endif
