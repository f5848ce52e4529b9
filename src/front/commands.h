/* SPDX-License-Identifier: MIT */
/* The table of commands. */
#ifndef FRONT_COMMANDS_H
#define FRONT_COMMANDS_H

#include "cmd/command.h"

/* Commands about genet itself; they are in help.c, complete/ and translate/. */
extern const struct command cmd_complete;
extern const struct command cmd_help;
extern const struct command cmd_translate;
extern const struct command cmd_version;

/* All of them, in the order of the help; ends in NULL. */
extern const struct command *const commands[];

/* Finds the command whose name stands at the beginning of the words, which end
 * in NULL. Sets *count to the number of words in that name. Returns NULL if
 * there is no such command. */
const struct command *commands_find(const char *const *words, int *count);

/* Options that are allowed before a command as well, and the list of a command
 * without options. Both end in NULL. */
extern const struct option_group *const commands_global_groups[];
extern const struct option_group *const commands_no_options[];

/* All options of the command, with the global ones; command may be NULL. The
 * list ends in NULL and is allocated. */
const struct option_group **commands_groups(const struct command *command);

/* The option of the groups, which end in NULL, that has the name of len bytes;
 * or NULL. */
const struct option_spec *commands_find_option(
    const struct option_group *const *groups, const char *name, size_t len);

/* Whether the group is among those of the command itself. */
bool commands_has_group(
    const struct command *command, const struct option_group *wanted);

/* Calls take with the name and summary of each command. Commands of two words
 * are offered once, by their first word; if family is that first word, the
 * second words are offered instead. */
void commands_offer(const char *family,
    void (*take)(void *context, const char *word, const char *help),
    void *context);

/* Whether its name has two words, of which this is the first. */
bool commands_is_of(const struct command *command, const char *word);

#endif
