/* SPDX-License-Identifier: MIT */
/* The table of commands. */
#ifndef FRONT_COMMANDS_H
#define FRONT_COMMANDS_H

#include "cmd/command.h"

/* Two that speak of genet itself: help.c has them. */
extern const struct command cmd_help;
extern const struct command cmd_version;

/* All of them, in the order of the help; ends in NULL. */
extern const struct command *const commands[];

/* The command that the words (which end in NULL) begin with, and how many of
 * them are its name. NULL if there is none. */
const struct command *commands_find(const char *const *words, int *count);

/* Whether its name has two words, of which this is the first. */
bool commands_is_of(const struct command *command, const char *word);

#endif
