/* SPDX-License-Identifier: MIT */
/* help and version: what genet can do, printed from the tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/wrap.h"
#include "base/xalloc.h"
#include "front/commands.h"
#include "front/help.h"
#include "front/unknown.h"
#include "front/usage.h"
#include "sys/stdout.h"

#ifndef GENET_FEATURES
#define GENET_FEATURES "unknown"
#endif

static void print_common(FILE *to, const struct command *command, int width)
{
	char *text =
	    xasprintf("%s.\n\nUsage: genet %s [OPTIONS]%s%s\n\nExamples\n%s",
		command->summary, command->name, *command->operands ? " " : "",
		command->operands, command->examples);

	usage_print_lines(to, text, width);
	free(text);
}

static void print_manual(
    FILE *to, const char *before, const struct command *command, int width)
{
	bool is_own = !command->manual;
	char *text = xasprintf("%sManual: man %s%s\n", before,
	    is_own ? "genet-" : "", is_own ? command->name : command->manual);

	usage_print_lines(to, text, width);
	free(text);
}

static void print_common_options(const struct option_group *group,
    const char *examples, const char **heading, int width)
{
	for (size_t i = 0; i < group->count; i++) {
		if (!usage_is_common(&group->specs[i], examples))
			continue;
		fputs(*heading, stdout);
		*heading = "";
		usage_print_option(stdout, &group->specs[i], width);
	}
}

int help_print_short(const struct command *command, struct error *err)
{
	const char *heading = "\nOptions\n";
	int width = usage_width(STDOUT_FILENO);

	print_common(stdout, command, width);
	for (const struct option_group *const *g = command->options; *g; g++)
		print_common_options(*g, command->examples, &heading, width);
	if (command->options[0])
		print_common_options(
		    &option_group_global, command->examples, &heading, width);
	char *all =
	    xasprintf("\nAll options: genet %s --help    ", command->name);
	print_manual(stdout, all, command, width);
	free(all);
	return stdout_flush(err);
}

int help_print_full(const struct command *command, struct error *err)
{
	int width = usage_width(STDOUT_FILENO);

	print_common(stdout, command, width);
	for (const struct option_group *const *g = command->options; *g; g++)
		usage_print_group(stdout, *g, width);
	usage_print_group(stdout, &option_group_global, width);
	if (command->statuses) {
		fputs("\nExit status: ", stdout);
		usage_print_wrapped(stdout, command->statuses, 13, 13, width);
	}
	print_manual(stdout, "", command, width);
	return stdout_flush(err);
}

/* What the commands of two words have in common. */
static const struct family {
	const char *word, *summary, *examples;
} families[] = {
	{ "unix", "Exchange streams, messages and datagrams over Unix sockets",
	    "  genet unix listen ./socket > received      one connection, then "
	    "the end\n"
	    "  genet unix connect ./socket < file         send a file, print "
	    "the reply\n"
	    "  genet unix send @log --data 'reload'       a datagram to an "
	    "abstract name\n" },
};

static void print_family_head(const char *word)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i].word, word) == 0)
			printf("%s.\n\n", families[i].summary);
	printf("Usage: genet %s COMMAND [OPTIONS] ...\n\n", word);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i].word, word) == 0)
			printf("Examples\n%s\n", families[i].examples);
	puts("Commands");
}

int help_print_family(const char *word, struct error *err)
{
	const char *manual = NULL;

	for (const struct command *const *c = commands; *c; c++) {
		if (!commands_is_of(*c, word))
			continue;
		if (!manual)
			print_family_head(word);
		printf("  %-14s  %s\n", (*c)->name, (*c)->summary);
		manual = (*c)->manual;
	}
	if (!manual)
		return 1;
	printf("\nMore: genet %s COMMAND -h, genet %s COMMAND --help, man %s\n",
	    word, word, manual);
	return stdout_flush(err);
}

/* "unix connect", "unix listen"... are one row: "unix connect|listen". */
static void print_unix(FILE *to)
{
	const char *separator = " ";

	fputs("  unix", to);
	for (const struct command *const *c = commands; *c; c++) {
		const char *role = strchr((*c)->name, ' ');
		if (!role)
			continue;
		fprintf(to, "%s%s", separator, role + 1);
		separator = "|";
	}
	fputs("\n             The same over Unix sockets\n", to);
}

static void print_commands(FILE *to)
{
	bool has_unix = false;

	for (const struct command *const *c = commands; *c; c++) {
		if (!strchr((*c)->name, ' '))
			fprintf(to, "  %-9s  %s\n", (*c)->name, (*c)->summary);
		else if (!has_unix)
			print_unix(to);
		has_unix |= strchr((*c)->name, ' ') != NULL;
	}
}

static void print_overview(FILE *to)
{
	fputs("genet - read and write data across network connections\n\n"
	      "Usage: genet COMMAND [OPTIONS] ...\n\n"
	      "  genet listen 8080 > received               "
	      "receive one stream on port 8080\n"
	      "  genet connect example.test 8080 < file     "
	      "send a file, print the reply\n"
	      "  genet resolve --connect example.test 80    "
	      "which addresses answer?\n\n"
	      "Commands\n",
	    to);
	print_commands(to);
	fputs("\nCommon options: -v what happens  -vvv each socket call  "
	      "--timeout TIME  -h help\n"
	      "More: genet COMMAND -h, genet COMMAND --help, man genet\n",
	    to);
}

char *help_overview(int width)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	print_overview(to);
	if (fclose(to) != 0) {
		free(text);
		return NULL;
	}
	char *wrapped = wrap_lines(text, width, 6);
	free(text);
	return wrapped;
}

int help_print_overview(struct error *err)
{
	char *text = help_overview(usage_width(STDOUT_FILENO));

	if (!text)
		return error_set(err, FAULT_MEMORY, "cannot compose the help");
	fputs(text, stdout);
	free(text);
	return stdout_flush(err);
}

int help_print_version(struct error *err)
{
	printf("genet (%s) %s\n"
	       "features: %s\n"
	       "Copyright (c) 2026 The genet authors. License: MIT.\n",
	    PACKAGE_NAME, PACKAGE_VERSION, GENET_FEATURES);
	return stdout_flush(err);
}

static int help_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	int words, result = 1;

	if (cfg->operand_count == 0) {
		return help_print_overview(err);
	}
	const struct command *command = commands_find(cfg->operands, &words);
	if (command)
		return help_print_full(command, err);
	if (cfg->operand_count == 1)
		result = help_print_family(cfg->operands[0], err);
	return result > 0 ? unknown_explain(cfg->operands, err) : result;
}

static int version_run(const struct run *run, struct error *err)
{
	(void)run;
	return help_print_version(err);
}

static const struct option_group *const no_options[] = { NULL };

const struct command cmd_help = {
	.name = "help",
	.manual = "genet",
	.operands = "[COMMAND]",
	.summary = "Show what genet or one of its commands can do",
	.examples = "  genet help connect\n",
	.options = no_options,
	.max_operands = 2,
	.run = help_run,
};

const struct command cmd_version = {
	.name = "version",
	.manual = "genet",
	.operands = "",
	.summary = "Show version and features",
	.examples = "  genet version\n",
	.options = no_options,
	.run = version_run,
};
