/* SPDX-License-Identifier: MIT */
/* The table of commands. */
#include "front/commands.h"

#include <stdio.h>
#include <string.h>

#include "args/option-groups.h"
#include "base/xalloc.h"

const struct command *const commands[] = {
	&cmd_connect,
	&cmd_listen,
	&cmd_udp_send,
	&cmd_udp_recv,
	&cmd_unix_connect,
	&cmd_unix_listen,
	&cmd_unix_send,
	&cmd_unix_recv,
	&cmd_relay,
	&cmd_talk,
	&cmd_mock,
	&cmd_pair_demo,
	&cmd_resolve,
	&cmd_wait,
	&cmd_ping,
	&cmd_scan,
	&cmd_doctor,
	&cmd_doctor_listen,
	&cmd_translate,
	&cmd_nc,
	&cmd_help,
	&cmd_version,
	&cmd_complete,
	NULL,
};

const struct option_group *const commands_global_groups[] = {
	&option_group_events,
	&option_group_global,
	NULL,
};

const struct option_group *const commands_no_options[] = { NULL };

const struct option_group **commands_groups(const struct command *command)
{
	const size_t globals =
	    sizeof(commands_global_groups) / sizeof(commands_global_groups[0]);
	const struct option_group **groups;
	size_t count = 0;

	while (command && command->options[count])
		count++;
	groups = xcalloc(count + globals, sizeof(*groups));
	if (count > 0)
		memcpy(groups, command->options, count * sizeof(*groups));
	if (!command || !command->is_foreign)
		memcpy(groups + count, commands_global_groups,
		    sizeof(commands_global_groups));
	return groups;
}

const struct option_spec *commands_find_option(
    const struct option_group *const *groups, const char *name, size_t len)
{
	for (; *groups; groups++)
		for (size_t i = 0; i < (*groups)->count; i++) {
			const char *known = (*groups)->specs[i].name;
			if (len > 0 && strlen(known) == len &&
			    strncmp(known, name, len) == 0)
				return &(*groups)->specs[i];
		}
	return NULL;
}

bool commands_has_group(
    const struct command *command, const struct option_group *wanted)
{
	for (const struct option_group *const *g = command->options; *g; g++)
		if (*g == wanted)
			return true;
	return false;
}

/* How many of the words, one or two, are this name; 0 if they are another one.
 */
static int match(const char *name, const char *const *words)
{
	size_t len = strlen(words[0]);

	if (strncmp(name, words[0], len) != 0)
		return 0;
	if (!name[len])
		return 1;
	return name[len] == ' ' && words[1] &&
	               strcmp(name + len + 1, words[1]) == 0
	           ? 2
	           : 0;
}

const struct command *commands_find(const char *const *words, int *count)
{
	const struct command *found = NULL;

	*count = 0;
	for (const struct command *const *c = commands; *c; c++) {
		int matched = match((*c)->name, words);
		if (matched > *count) {
			found = *c;
			*count = matched;
		}
	}
	return found;
}

/* Of those of two words, only the first is offered, unless it is a command by
 * itself. */
static void offer_first(const struct command *const *c,
    void (*take)(void *context, const char *word, const char *help),
    void *context)
{
	char word[32];
	int len = (int)strcspn((*c)->name, " ");

	snprintf(word, sizeof(word), "%.*s", len, (*c)->name);
	if ((*c)->name[len] && c > commands &&
	    (commands_is_of(c[-1], word) || strcmp(c[-1]->name, word) == 0))
		return; /* the command before has offered it */
	take(context, word,
	    (*c)->name[len] ? "the same over Unix sockets" : (*c)->summary);
}

void commands_offer(const char *family,
    void (*take)(void *context, const char *word, const char *help),
    void *context)
{
	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->is_for_scripts)
			continue;
		if (!family)
			offer_first(c, take, context);
		else if (commands_is_of(*c, family))
			take(context, (*c)->name + strlen(family) + 1,
			    (*c)->summary);
	}
}

bool commands_is_of(const struct command *command, const char *word)
{
	size_t len = strlen(word);

	return len > 0 && strncmp(command->name, word, len) == 0 &&
	       command->name[len] == ' ';
}
