/* SPDX-License-Identifier: MIT */
/*
 * genet - read and write data across network connections.
 *
 * A map of the source. Each layer includes only what stands below it here:
 *
 *   main.c    find the command, parse, run, report, exit status
 *   cmd/      what the user asks for: a file and a const struct a command
 *   cli/      how it is said: option tables, parsers, messages, help
 *   relay/    moving bytes: loop.c polls, lane.c is one direction of a
 *             conversation, shuttle.c two of them and how a session ends,
 *             hub.c many clients at once
 *   net/      reaching the other side: addresses, dialling, listening
 *   stream/   one end of a conversation: a socket, the standard streams,
 *             a program
 *   tap/      watching: what -v and -vvv print
 *   sys/      the operating system: signals, waiting, children, readiness
 *   base/     errors, buffers, time, text
 *
 * To see how it works, read cmd/connect.c, then relay/shuttle.c, then
 * relay/lane.c. Functions that fail return -1 and fill a struct error;
 * only main prints it, and only main exits.
 */
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "cli/message.h"
#include "cli/option.h"
#include "cli/parse.h"
#include "cmd/announce.h"
#include "cmd/command.h"
#include "cmd/help.h"
#include "cmd/running.h"
#include "cmd/unknown.h"
#include "sys/messages.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "tap/notices.h"
#include "tap/trace.h"

static const struct option_group *const global_options[] = {
	&option_group_global,
	NULL,
};

static bool is_command(const char *word)
{
	const char *const words[] = { word, NULL };
	int used;

	return command_find(words, &used) != NULL;
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

/* The operands that must be there: "HOST" of "HOST [PORT]", and "ADDRESS" of
 * "ADDRESS... [-- PROGRAM ARG...]". */
static void needed_operands(char *out, size_t size, const char *operands)
{
	size_t used = 0;

	while (*operands && used + 1 < size) {
		if (*operands == '[')
			operands += strcspn(operands, "]") + 1;
		else if (*operands == '.' || (*operands == ' ' && used == 0))
			operands++;
		else
			out[used++] = *operands++;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}

static bool has_group(
    const struct command *command, const struct option_group *wanted)
{
	for (const struct option_group *const *g = command->options; *g; g++)
		if (*g == wanted)
			return true;
	return false;
}

/* "listen 8080 -- cat": what comes after "--" is no port, or has no place. */
static bool is_program_without_exec(
    const struct command *command, const struct config *cfg)
{
	int before = cfg->operand_count - cfg->after_dashes;

	if (before == 0 || cfg->after_dashes == 0 ||
	    !has_group(command, &option_group_program))
		return false;
	return cfg->operand_count > command->max_operands ||
	       parse_port(cfg->operands[before]) == PORT_NONSENSE ||
	       (parse_port(cfg->operands[before]) == PORT_NAME &&
		   !getservbyname(cfg->operands[before], "tcp"));
}

static int check_operands(
    const struct command *command, const struct config *cfg, struct error *err)
{
	char needed[64], shown[QUOTE_ROOM];

	needed_operands(needed, sizeof(needed), command->operands);
	if (is_program_without_exec(command, cfg)) {
		const char *word =
		    cfg->operands[cfg->operand_count - cfg->after_dashes];
		error_set(err, FAULT_USAGE, "unexpected argument '%s'", word);
		return error_hint(err,
		    "to run a program for the connection: --exec -- %s",
		    quote_word(shown, sizeof(shown), word));
	}
	if (cfg->operand_count > command->max_operands && cfg->apart.value) {
		error_set(err, FAULT_USAGE, "unexpected argument '%s'",
		    cfg->apart.value);
		return error_hint(err, "to give --%s a value: --%s=%s",
		    cfg->apart.option, cfg->apart.option, cfg->apart.value);
	}
	if (cfg->operand_count > command->max_operands)
		error_set(err, FAULT_USAGE, "unexpected argument '%s'",
		    cfg->operands[command->max_operands]);
	else if (cfg->operand_count < command->min_operands)
		error_set(err, FAULT_USAGE, "missing %s", needed);
	else
		return 0;
	error_hint(err, "usage: genet %s [OPTIONS] %s", command->name,
	    command->operands);
	return error_hint(err, "for examples: genet %s -h", command->name);
}

/* A reader that has gone ends us by SIGPIPE, unless our parent has ignored that
 * signal: then it wants to hear of an error, as from other programs. */
static void settle_broken_pipe(struct error *err)
{
	if (err->kind == FAULT_SIGNAL && err->signal == SIGPIPE &&
	    signals_pipe_was_ignored())
		error_set(err, FAULT_IO,
		    "cannot write the output: its reader has closed it");
}

static int status_of(int result, const struct error *err)
{
	if (result == 0)
		return EXIT_SUCCESS;
	return err->kind == FAULT_SIGNAL ? 128 + err->signal
	                                 : error_status(err);
}

/* Leaves pid file and status file in order. Returns the result of the run; what
 * goes wrong here turns success into failure. */
static int end_run(const struct command *command, const struct config *cfg,
    int result, struct error *err)
{
	struct error late;

	if (result < 0)
		settle_broken_pipe(err);
	if (running_end(cfg, status_of(result, err), &late) == 0)
		return result;
	if (result < 0)
		message_error(&wording_genet, command->name, &late, cfg->quiet);
	else
		*err = late;
	return -1;
}

static int run_command(
    const struct command *command, struct config *cfg, struct error *err)
{
	struct notices notices = notices_make(cfg->verbosity, cfg->quiet);
	struct trace trace = trace_make(notices.started);

	if (cfg->verbosity >= 3)
		notices.tap.next = &trace.tap;
	cfg->deadline = clock_after(cfg->timeout_us);
	if (announce_check(cfg, err) < 0)
		return -1;
	if (running_begin(cfg, err) < 0)
		return -1;
	int result = command->run(cfg, &notices.tap, err);
	return end_run(command, cfg, result, err);
}

static int help_or_run(
    const struct command *command, struct config *cfg, struct error *err)
{
	if (cfg->version)
		return help_print_version(err);
	if (cfg->full_help)
		return help_print_full(command, err);
	if (cfg->short_help)
		return help_print_short(command, err);
	if (check_operands(command, cfg, err) < 0)
		return -1;
	return run_command(command, cfg, err);
}

/* Words that name no command; but "unix --help" is a question. */
static int explain_words(
    const char *const *words, bool help_is_asked, struct error *err)
{
	int result = 1;

	if (help_is_asked || (words[1] && (strcmp(words[1], "-h") == 0 ||
					      strcmp(words[1], "--help") == 0)))
		result = help_print_family(words[0], err);
	return result > 0 ? unknown_explain(words, err) : result;
}

static int run(int argc, char **argv, const struct command **command,
    struct config *cfg, struct error *err)
{
	int at = read_globals(argc, argv, cfg, err), name_words;

	if (at < 0)
		return -1;
	if (cfg->version)
		return help_print_version(err);
	if ((cfg->short_help || cfg->full_help) && at == argc)
		return help_print_overview(err);
	if (at == argc) {
		char *overview = help_overview(0);
		if (overview)
			messages_insist(overview, 6);
		free(overview);
		return error_set(err, FAULT_USAGE, "missing command");
	}
	const char *const *words = (const char *const *)argv + at;
	*command = command_find(words, &name_words);
	if (!*command)
		return explain_words(
		    words, cfg->short_help || cfg->full_help, err);
	if (cfg->short_help || cfg->full_help)
		return help_or_run(*command, cfg, err); /* as in -h listen */
	at += name_words - 1;
	if (read_rest(*command, argc - at, argv + at, cfg, err) < 0)
		return -1;
	return help_or_run(*command, cfg, err);
}

/* The status of a program says enough, and so does the signal that ends genet:
 * it is named only with -v. */
static void say_why(
    const char *command, const struct error *err, const struct config *cfg)
{
	if (err->kind == FAULT_PROGRAM)
		return;
	if (err->kind != FAULT_SIGNAL)
		message_error(&wording_genet, command, err, cfg->quiet);
	else if (cfg->verbosity > 0 && !cfg->quiet)
		message_signal(&wording_genet, command, err->signal);
}

int main(int argc, char **argv)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;
	const struct command *command = NULL;

	process_open_standard_fds();
	int result = signals_install(&err);
	if (result == 0)
		result = run(argc, argv, &command, &cfg, &err);
	free(cfg.operands);
	free(cfg.data.bytes);
	free(cfg.reply.bytes);
	free(cfg.send.bytes);
	free(cfg.expect.bytes);
	free(cfg.until.bytes);
	free(cfg.groups.items);
	free(cfg.allow.items);
	free(cfg.deny.items);
	if (result < 0) {
		settle_broken_pipe(&err);
		say_why(command ? command->name : NULL, &err, &cfg);
	}
	messages_finish();
	if (result == 0)
		return EXIT_SUCCESS;
	if (err.kind == FAULT_SIGNAL)
		signals_die(err.signal);
	return error_status(&err);
}
