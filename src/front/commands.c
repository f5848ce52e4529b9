/* SPDX-License-Identifier: MIT */
/* The table of commands. */
#include "front/commands.h"

#include <string.h>

const struct command *const commands[] = {
	&cmd_connect,
	&cmd_listen,
	&cmd_udp_send,
	&cmd_udp_recv,
	&cmd_unix_connect,
	&cmd_unix_listen,
	&cmd_unix_send,
	&cmd_unix_recv,
	&cmd_pair_demo,
	&cmd_resolve,
	&cmd_wait,
	&cmd_scan,
	&cmd_help,
	&cmd_version,
	NULL,
};

/* How many of the words are the name, which has one or two; 0: it is
 * another. */
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
	for (const struct command *const *c = commands; *c; c++) {
		*count = match((*c)->name, words);
		if (*count > 0)
			return *c;
	}
	return NULL;
}

bool commands_is_of(const struct command *command, const char *word)
{
	size_t len = strlen(word);

	return len > 0 && strncmp(command->name, word, len) == 0 &&
	       command->name[len] == ' ';
}
