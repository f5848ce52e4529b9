/* SPDX-License-Identifier: MIT */
/* The table of commands. */
#ifndef FRONT_COMMANDS_H
#define FRONT_COMMANDS_H

#include "cmd/command.h"

/* Those that speak of genet itself are in help.c, complete/ and translate/. */
extern const struct command cmd_complete;
extern const struct command cmd_help;
extern const struct command cmd_translate;
extern const struct command cmd_version;

/* All of them, in the order of the help; ends in NULL. */
extern const struct command *const commands[];

/* The command that the words (which end in NULL) begin with, and how many of
 * them are its name. NULL if there is none. */
const struct command *commands_find(const char *const *words, int *count);

/* The options that may also stand before a command; ends in NULL. And those of
 * a command that has no others. */
extern const struct option_group *const commands_global_groups[];
extern const struct option_group *const commands_no_options[];

/* All options of the command (NULL: of none), these among them; ends in NULL.
 * Allocated. */
const struct option_group **commands_groups(const struct command *command);

/* Whether the group is among those of the command itself. */
bool commands_has_group(
    const struct command *command, const struct option_group *wanted);

/* Calls take for the name and summary of each command; for a name of two words,
 * once for the first word, or if family is that, for each second one. */
void commands_offer(const char *family,
    void (*take)(void *context, const char *word, const char *help),
    void *context);

/* Whether its name has two words, of which this is the first. */
bool commands_is_of(const struct command *command, const char *word);

#endif
