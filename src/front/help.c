/* SPDX-License-Identifier: MIT */
/* help and version: what genet can do, printed from the tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/wrap.h"
#include "base/xalloc.h"
#include "front/commands.h"
#include "front/guess/unknown.h"
#include "front/help.h"
#include "front/usage.h"
#include "stream/tls/tls.h"
#include "sys/backend.h"
#include "sys/kernel-features.h"
#include "sys/kernel-name.h"
#include "sys/output/stdout.h"
#include "sys/sandbox/sandbox.h"

#ifndef GENET_FEATURES
#define GENET_FEATURES "unknown"
#endif

/* For standard output. */
static struct usage_page page_for(const struct config *cfg)
{
	return (struct usage_page){
		.to = stdout,
		.width = usage_width(STDOUT_FILENO),
		.palette =
		    palette_for((enum palette_when)cfg->color, STDOUT_FILENO),
	};
}

static void print_common(
    const struct usage_page *page, const struct command *command)
{
	const struct palette *p = page->palette;
	char *text = xasprintf("%s.\n\n%sUsage:%s genet %s [OPTIONS]%s%s\n\n"
			       "%sExamples%s\n%s",
	    command->summary, p->heading, p->off, command->name,
	    *command->operands ? " " : "", command->operands, p->heading,
	    p->off, command->examples);

	usage_print_lines(page, text);
	free(text);
}

static void print_manual(const struct usage_page *page, const char *before,
    const struct command *command)
{
	const struct palette *p = page->palette;
	bool is_own = !command->manual;
	char *text = xasprintf("%s%sManual:%s man %s%s\n", before, p->heading,
	    p->off, is_own ? "genet-" : "",
	    is_own ? command->name : command->manual);

	usage_print_lines(page, text);
	free(text);
}

static void print_common_options(const struct usage_page *page,
    const struct option_group *group, const char *examples, bool *is_begun)
{
	for (size_t i = 0; i < group->count; i++) {
		if (!usage_is_common(&group->specs[i], examples))
			continue;
		if (!*is_begun) {
			fputc('\n', page->to);
			usage_print_heading(page, "Options");
			fputc('\n', page->to);
		}
		*is_begun = true;
		usage_print_option(page, &group->specs[i]);
	}
}

int help_print_short(
    const struct command *command, const struct config *cfg, struct error *err)
{
	const struct usage_page page = page_for(cfg);
	const struct palette *p = page.palette;
	const struct option_group **groups = commands_groups(command);
	bool is_begun = false;

	print_common(&page, command);
	for (size_t i = 0; command->options[0] && groups[i]; i++)
		print_common_options(
		    &page, groups[i], command->examples, &is_begun);
	free(groups);
	char *all = xasprintf("\n%sAll options:%s genet %s --help    ",
	    p->heading, p->off, command->name);
	print_manual(&page, all, command);
	free(all);
	return stdout_flush(err);
}

int help_print_full(
    const struct command *command, const struct config *cfg, struct error *err)
{
	const struct usage_page page = page_for(cfg);
	const struct option_group **groups = commands_groups(command);

	print_common(&page, command);
	for (size_t i = 0; groups[i]; i++)
		usage_print_group(&page, groups[i]);
	free(groups);
	if (command->statuses) {
		fputc('\n', stdout);
		usage_print_heading(&page, "Exit status:");
		fputc(' ', stdout);
		usage_print_wrapped(&page, command->statuses, 13, 13);
	}
	print_manual(&page, "", command);
	return stdout_flush(err);
}

/* The common part of the commands of two words, all of which begin with "unix".
 */
static void print_family_head(const struct usage_page *page)
{
	fputs("Exchange streams, messages and datagrams over Unix "
	      "sockets.\n\n",
	    stdout);
	usage_print_heading(page, "Usage:");
	fputs(" genet unix COMMAND [OPTIONS] ...\n\n", stdout);
	usage_print_heading(page, "Examples");
	fputs(
	    "\n"
	    "  genet unix listen ./socket > received      one connection, then "
	    "the end\n"
	    "  genet unix connect ./socket < file         send a file, print "
	    "the reply\n"
	    "  genet unix send @log --data 'reload'       a datagram to an "
	    "abstract name\n\n",
	    stdout);
	usage_print_heading(page, "Commands");
	fputc('\n', stdout);
}

int help_print_family(
    const char *word, const struct config *cfg, struct error *err)
{
	const struct usage_page page = page_for(cfg);
	const char *manual = NULL;

	for (const struct command *const *c = commands; *c; c++) {
		if (!commands_is_of(*c, word))
			continue;
		if (!manual)
			print_family_head(&page);
		printf("  %-14s  %s\n", (*c)->name, (*c)->summary);
		manual = (*c)->manual;
	}
	if (!manual)
		return 1;
	fputc('\n', stdout);
	usage_print_heading(&page, "More:");
	printf(" genet %s COMMAND -h, genet %s COMMAND --help, man %s\n", word,
	    word, manual);
	return stdout_flush(err);
}

/* "unix connect", "unix listen"... are one row: "unix connect|listen". */
#define UNIX "unix"

static void print_unix(FILE *to)
{
	const char *separator = " ";

	fputs("  " UNIX, to);
	for (const struct command *const *c = commands; *c; c++) {
		if (!commands_is_of(*c, UNIX))
			continue;
		fprintf(to, "%s%s", separator, (*c)->name + sizeof(UNIX));
		separator = "|";
	}
	fputs("  The same over Unix sockets\n", to);
}

/* "doctor listen" is in the help of "doctor". */
static void print_commands(FILE *to)
{
	bool has_unix = false;

	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->is_for_scripts)
			continue;
		bool is_unix = commands_is_of(*c, UNIX);
		if (is_unix && !has_unix)
			print_unix(to);
		else if (!strchr((*c)->name, ' '))
			fprintf(to, "  %-9s  %s\n", (*c)->name, (*c)->summary);
		has_unix |= is_unix;
	}
}

static void print_overview(const struct usage_page *page)
{
	const struct palette *p = page->palette;
	FILE *to = page->to;

	fprintf(to,
	    "genet - read and write data across network connections\n\n"
	    "%sUsage:%s genet COMMAND [OPTIONS] ...\n"
	    "  genet listen 8080 > received               "
	    "receive one stream on port 8080\n"
	    "  genet connect example.test 8080 < file     "
	    "send a file, print the reply\n\n"
	    "%sCommands%s\n",
	    p->heading, p->off, p->heading, p->off);
	print_commands(to);
	fprintf(to,
	    "\n%sCommon options:%s -v what happens  -h help  "
	    "%sMore:%s genet COMMAND --help, man genet\n",
	    p->heading, p->off, p->heading, p->off);
}

char *help_overview(int width, const struct palette *palette)
{
	const struct usage_page page = { .palette = palette };
	char *text = usage_compose(page, print_overview);
	char *wrapped = text ? wrap_lines(text, width, 6) : NULL;

	free(text);
	return wrapped;
}

int help_print_overview(const struct config *cfg, struct error *err)
{
	const struct usage_page page = page_for(cfg);
	char *text = help_overview(page.width, page.palette);

	if (!text)
		return error_set(err, FAULT_MEMORY, "cannot compose the help");
	fputs(text, stdout);
	free(text);
	return stdout_flush(err);
}

/* What a report of a mistake should have. */
static void print_host(void)
{
	char *kernel = kernel_name(), *library = kernel_library_name();
	size_t count;
	const struct kernel_feature *all = kernel_features(&count);
	const char *why = sandbox_impossible();
	int landlock = sandbox_landlock();

	printf("kernel: %s\nC library: %s\nkernel has:", kernel, library);
	for (size_t i = 0; i < count; i++)
		if (all[i].is_there)
			printf(" %s", all[i].name);
	printf("\nkernel lacks:");
	for (size_t i = 0; i < count; i++)
		if (!all[i].is_there)
			printf(" %s", all[i].name);
	if (why)
		printf("\nsandbox: none (%s)\n", why);
	else if (landlock)
		printf("\nsandbox: landlock %d\n", landlock);
	else
		printf("\nsandbox: no landlock\n");
	free(kernel);
	free(library);
}

int help_print_version(const struct config *cfg, struct error *err)
{
	printf("genet (%s) %s\n"
	       "features: %s backend=%s tls=%s\n"
	       "Copyright (c) 2026 The genet authors. License: MIT.\n",
	    PACKAGE_NAME, PACKAGE_VERSION, GENET_FEATURES, backend_name,
	    tls_built_in());
	if (cfg->verbosity > 0)
		print_host();
	return stdout_flush(err);
}

static int help_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	int words, result = 1;

	if (cfg->operand_count == 0)
		return help_print_overview(cfg, err);
	const struct command *command = commands_find(cfg->operands, &words);
	if (command)
		return help_print_full(command, cfg, err);
	if (cfg->operand_count == 1)
		result = help_print_family(cfg->operands[0], cfg, err);
	return result > 0 ? unknown_explain(cfg->operands, err) : result;
}

static int version_run(const struct run *run, struct error *err)
{
	return help_print_version(run->cfg, err);
}

const struct command cmd_help = {
	.name = "help",
	.manual = "genet",
	.operands = "[COMMAND]",
	.summary = "Show what genet or one of its commands can do",
	.examples = "  genet help connect\n",
	.options = commands_no_options,
	.max_operands = 2,
	.run = help_run,
};

const struct command cmd_version = {
	.name = "version",
	.manual = "genet",
	.operands = "",
	.summary = "Show version and features; -v: of the kernel, too",
	.examples = "  genet version\n",
	.options = commands_no_options,
	.run = version_run,
};
