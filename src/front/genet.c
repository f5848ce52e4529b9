/* SPDX-License-Identifier: MIT */
/* Reads the command line of genet: the command, its options and operands, or a
 * request for help. */
#include "front/genet.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/spec.h"
#include "args/template.h"
#include "front/commands.h"
#include "front/guess/unknown.h"
#include "front/help.h"
#include "front/nc/nc.h"
#include "front/operands.h"
#include "front/option.h"
#include "sys/output/messages.h"

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
		.groups = commands_global_groups,
		.until_operand = true,
		.is_command = is_command,
	};

	return option_read(&scan, argc, argv, cfg, err);
}

/* Sets fields that follow from other options and from the operands. */
static void settle(const struct command *command, struct config *cfg)
{
	bool has_one = command->addresses && cfg->operand_count > 0 &&
	               command->addresses->words == SPEC_TWO_WORDS;

	cfg->tls.is_asked |= cfg->tls.starttls != 0;
	if (has_one) {
		const struct spec_parts parts = spec_split(cfg->operands[0]);
		cfg->tls.is_asked |= parts.has_kind && parts.kind == SPEC_TLS;
	}
	cfg->has_client_files =
	    commands_has_group(command, &option_group_accepting) &&
	    template_has_name(cfg->output);
}

/* Reads options and operands after the command, which is argv[0] here. */
static int read_rest(const struct command *command, int argc, char **argv,
    struct config *cfg, struct error *err)
{
	const struct option_group **groups = commands_groups(command);
	const struct option_scan scan = {
		.groups = groups,
		.command = command->name,
		.takes_program = command->takes_program,
		.takes_line = command->takes_line,
	};
	int result = option_read(&scan, argc, argv, cfg, err);
	free(groups);
	settle(command, cfg);
	return result;
}

/* Prints what -h, --help or --version asks for, and returns 1. Without these
 * options, checks the operands. Returns 0 if they are right, or -1 with err
 * filled. */
static int answer_or_check(
    const struct command *command, const struct config *cfg, struct error *err)
{
	int result;

	if (cfg->version)
		result = help_print_version(cfg, err);
	else if (cfg->full_help)
		result = help_print_full(command, cfg, err);
	else if (cfg->short_help)
		result = help_print_short(command, cfg, err);
	else
		return operands_check(command, cfg, err);
	return result < 0 ? -1 : 1;
}

/* The words name no command. Prints the help that "unix --help" asks for, and
 * returns 1; otherwise returns -1 with err filled. */
static int explain_words(
    const char *const *words, const struct config *cfg, struct error *err)
{
	bool help_is_asked = cfg->short_help || cfg->full_help;
	int result = 1;

	if (help_is_asked || (words[1] && (strcmp(words[1], "-h") == 0 ||
					      strcmp(words[1], "--help") == 0)))
		result = help_print_family(words[0], cfg, err);
	return result > 0 ? unknown_explain(words, err) : result < 0 ? -1 : 1;
}

static int missing_command(const struct config *cfg, struct error *err)
{
	enum palette_when color = (enum palette_when)cfg->color;
	char *overview =
	    cfg->watching.json
		? NULL
		: help_overview(0, palette_for(color, STDERR_FILENO));

	if (overview)
		messages_insist(overview, 6);
	free(overview);
	return error_set(err, FAULT_USAGE, "missing command");
}

/* Obeys the options before the command, of which there may be none. Returns as
 * genet_read(). */
static int answer_globals(
    const struct config *cfg, bool has_command, struct error *err)
{
	int result;

	if (cfg->version)
		result = help_print_version(cfg, err);
	else if (has_command)
		return 0;
	else if (cfg->short_help || cfg->full_help)
		result = help_print_overview(cfg, err);
	else
		return missing_command(cfg, err);
	return result < 0 ? -1 : 1;
}

/* Whether the arguments of a foreign command are only -h or --help. */
static bool asks_for_help(int argc, char **argv, struct config *cfg)
{
	if (argc == 2 && strcmp(argv[1], "-h") == 0)
		cfg->short_help = true;
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		cfg->full_help = true;
	return cfg->short_help || cfg->full_help;
}

static int read_line(int argc, char **argv, const struct command **command,
    struct config *cfg, struct error *err)
{
	if (nc_name(argv[0])) {
		*command = &cmd_nc;
		return nc_read(argc, argv, cfg, err);
	}
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
		return explain_words(words, cfg, err);
	at += name_words - 1;
	bool has_events = cfg->watching.json || cfg->watching.events;
	if ((*command)->is_foreign && has_events)
		return error_set(err, FAULT_USAGE,
		    "--json and --events are no options of '%s'",
		    (*command)->name);
	if ((*command)->is_foreign && !asks_for_help(argc - at, argv + at, cfg))
		return nc_read(argc - at, argv + at, cfg, err);
	/* With "-h listen", the words after the command do not matter. */
	if (!help_is_asked && !(*command)->is_foreign &&
	    read_rest(*command, argc - at, argv + at, cfg, err) < 0)
		return -1;
	return answer_or_check(*command, cfg, err);
}

/* Whether a line with an error has --json: then the error is an event as well.
 * The command may be unknown. */
static bool wants_json(int argc, char **argv)
{
	const struct command *command = NULL;
	int words;

	for (int i = 1; i < argc && !command; i++)
		command = commands_find((const char *const *)argv + i, &words);
	if (command && command->is_foreign)
		return false;
	const struct option_group **groups = commands_groups(command);
	const struct option_scan scan = {
		.groups = groups,
		.takes_line = command && command->takes_line,
	};
	bool is_there = option_has_json(&scan, argc, argv);
	free(groups);
	return is_there;
}

int genet_read(int argc, char **argv, const struct command **command,
    struct config *cfg, struct error *err)
{
	int result = read_line(argc, argv, command, cfg, err);

	if (result < 0 && !cfg->nc.program && !nc_name(argv[0]))
		cfg->watching.json |= wants_json(argc, argv);
	return result;
}
