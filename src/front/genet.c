/* SPDX-License-Identifier: MIT */
/* The command line of genet: which command, its options and operands, or a
 * question about them. */
#include "front/genet.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/help.h"
#include "front/operands.h"
#include "front/option.h"
#include "front/unknown.h"
#include "sys/messages.h"

static const struct option_group *const global_options[] = {
	&option_group_global,
	NULL,
};

static bool is_command(const char *word)
{
	const char *const words[] = { word, NULL };
	int used;

	return commands_find(words, &used) != NULL;
}

/* Options before the command. Returns the command's index, or -1. */
static int read_globals(
    int argc, char **argv, struct config *cfg, struct error *err)
{
	const struct option_scan scan = {
		.groups = global_options,
		.until_operand = true,
		.is_command = is_command,
	};

	return option_read(&scan, argc, argv, cfg, err);
}

/* Options and operands behind the command, which is argv[0] here. */
static int read_rest(const struct command *command, int argc, char **argv,
    struct config *cfg, struct error *err)
{
	const struct option_group **groups;
	size_t count = 0;

	while (command->options[count])
		count++;
	groups = xcalloc(count + 2, sizeof(*groups));
	memcpy(groups, command->options, count * sizeof(*groups));
	groups[count] = &option_group_global;
	const struct option_scan scan = {
		.groups = groups,
		.command = command->name,
		.takes_program = command->takes_program,
	};
	int result = option_read(&scan, argc, argv, cfg, err);
	free(groups);
	return result;
}

/* Answers what -h, --help or --version asks of a command. Returns 1, or 0 if
 * nothing is asked and the operands are right, or -1 with err filled. */
static int answer_or_check(
    const struct command *command, const struct config *cfg, struct error *err)
{
	int result;

	if (cfg->version)
		result = help_print_version(err);
	else if (cfg->full_help)
		result = help_print_full(command, err);
	else if (cfg->short_help)
		result = help_print_short(command, err);
	else
		return operands_check(command, cfg, err);
	return result < 0 ? -1 : 1;
}

/* Words that name no command; but "unix --help" is a question. Returns 1, or
 * -1 with err filled. */
static int explain_words(
    const char *const *words, bool help_is_asked, struct error *err)
{
	int result = 1;

	if (help_is_asked || (words[1] && (strcmp(words[1], "-h") == 0 ||
					      strcmp(words[1], "--help") == 0)))
		result = help_print_family(words[0], err);
	return result > 0 ? unknown_explain(words, err) : result < 0 ? -1 : 1;
}

static int missing_command(struct error *err)
{
	char *overview = help_overview(0);

	if (overview)
		messages_insist(overview, 6);
	free(overview);
	return error_set(err, FAULT_USAGE, "missing command");
}

/* What stands before the command, if there is one at argv[at]. Returns as
 * genet_read(). */
static int answer_globals(
    const struct config *cfg, bool has_command, struct error *err)
{
	int result;

	if (cfg->version)
		result = help_print_version(err);
	else if (has_command)
		return 0;
	else if (cfg->short_help || cfg->full_help)
		result = help_print_overview(err);
	else
		return missing_command(err);
	return result < 0 ? -1 : 1;
}

int genet_read(int argc, char **argv, const struct command **command,
    struct config *cfg, struct error *err)
{
	int at = read_globals(argc, argv, cfg, err), name_words;

	if (at < 0)
		return -1;
	int answered = answer_globals(cfg, at < argc, err);
	if (answered != 0)
		return answered;
	const char *const *words = (const char *const *)argv + at;
	bool help_is_asked = cfg->short_help || cfg->full_help;
	*command = commands_find(words, &name_words);
	if (!*command)
		return explain_words(words, help_is_asked, err);
	at += name_words - 1;
	/* As in "-h listen": what follows does not matter. */
	if (!help_is_asked &&
	    read_rest(*command, argc - at, argv + at, cfg, err) < 0)
		return -1;
	return answer_or_check(*command, cfg, err);
}
