/* SPDX-License-Identifier: MIT */
/* The table of commands, and what to say of a word that is none. */
#include "cmd/command.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/netcat.h"
#include "cli/suggest.h"

const struct command *const command_table[] = {
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

const struct command *command_find(const char *const *words, int *count)
{
	for (const struct command *const *c = command_table; *c; c++) {
		*count = match((*c)->name, words);
		if (*count > 0)
			return *c;
	}
	return NULL;
}

bool command_is_of(const struct command *command, const char *word)
{
	size_t len = strlen(word);

	return len > 0 && strncmp(command->name, word, len) == 0 &&
	       command->name[len] == ' ';
}

/* Whether the word looks like a host or a port: netcat needs no command. */
static bool is_address(const char *word)
{
	return strpbrk(word, ".:") ||
	       (*word && word[strspn(word, "0123456789")] == '\0');
}

/* The first word of commands of two words, without a second that is one.
 * Returns -1 with err filled, or 0 if it is no such word. */
static int check_second_word(const char *const *words, struct error *err)
{
	char known[128] = "";
	size_t used = 0;

	for (const struct command *const *c = command_table; *c; c++)
		if (command_is_of(*c, words[0]) && used < sizeof(known))
			used += (size_t)snprintf(known + used,
			    sizeof(known) - used, "%s%s", used ? ", " : "",
			    (*c)->name + strlen(words[0]) + 1);
	if (!used)
		return 0;
	if (words[1])
		return error_set(err, FAULT_USAGE,
		    "unknown command '%s %s'; behind '%s' stands one of: %s",
		    words[0], words[1], words[0], known);
	return error_set(err, FAULT_USAGE,
	    "missing word behind '%s': one of %s", words[0], known);
}

int command_unknown(const char *const *words, struct error *err)
{
	const char *word = words[0], *say = netcat_command(word);
	struct suggestion s = suggest_begin(word);

	if (check_second_word(words, err) < 0)
		return -1;
	for (const struct command *const *c = command_table; *c; c++)
		suggest_consider(&s, (*c)->name);
	if (say)
		return error_set(err, FAULT_USAGE,
		    "unknown command '%s'; here it is %s", word, say);
	if (s.best)
		return error_set(err, FAULT_USAGE,
		    "unknown command '%s'; did you mean '%s'?", word, s.best);
	error_set(err, FAULT_USAGE, "'%s' is not a command", word);
	const char *port = words[1] && *words[1] != '-' ? words[1] : NULL;
	if (!*word || (!is_address(word) && !port))
		return error_hint(err, "the commands: genet help");
	return error_hint(err, "to open a connection: genet connect %s%s%s",
	    word,
	    port                ? " "
	    : strchr(word, ':') ? ""
				: " PORT",
	    port ? port : "");
}
