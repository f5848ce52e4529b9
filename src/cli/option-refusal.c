/* SPDX-License-Identifier: MIT */
/* What is wrong with an option, and what to type instead. */
#include "cli/option-refusal.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/netcat-line.h"
#include "cli/netcat.h"
#include "cli/suggest.h"

/* The long option as typed, without dashes and value. Allocated. */
static char *typed_name(const struct option_word *word)
{
	const char *typed = word->argv[word->at] + 2;

	return xasprintf("%.*s", (int)strcspn(typed, "="), typed);
}

int option_refusal_of_spelling(const struct option_word *word,
    const struct option_spec *spec, struct error *err)
{
	char *typed = typed_name(word);
	bool is_whole = strcmp(typed, spec->name) == 0;

	if (!is_whole)
		error_set(err, FAULT_USAGE,
		    "'--%s' is short for '--%s'; write it out", typed,
		    spec->name);
	free(typed);
	return is_whole ? 0 : -1;
}

/* The whole line, as netcat reads it. Returns whether that explains it. */
static bool explain_line(const struct option_word *word, struct error *err)
{
	const char *command = word->scan->command;
	char *line =
	    netcat_line(command, word->argv + 1, (size_t)word->argc - 1);

	if (!line)
		return false;
	error_set(err, FAULT_USAGE, "'%s' %s: %s", word->argv[word->at],
	    strpbrk(word->argv[word->at], "luUz") ? "is a command of its own"
						  : "comes after a command",
	    line);
	if (strncmp(line, "genet scan", strlen("genet scan")) == 0)
		error_hint(err, "to wait for a port: genet wait HOST PORT");
	free(line);
	return true;
}

static int explain_habit(const char *dashes, const char *typed,
    const struct habit *habit, struct error *err)
{
	error_set(err, FAULT_USAGE, "'%s%s' %s", dashes, typed, habit->say);
	return habit->hint ? error_hint(err, "%s", habit->hint) : -1;
}

static int unknown_letter(
    const struct option_word *word, char letter, struct error *err)
{
	const char typed[] = { letter, '\0' };
	const struct habit *habit = netcat_letter(word->scan->command, letter);

	if (explain_line(word, err))
		return -1;
	if (habit)
		return explain_habit("-", typed, habit, err);
	error_set(err, FAULT_USAGE, "unknown option '-%c'", letter);
	if (word->scan->command)
		return -1;
	return error_hint(err, "the options of a command come after it, as in: "
			       "genet connect -w 5s HOST PORT");
}

static int unknown_long(const struct option_word *word, struct error *err)
{
	const struct option_table *t = word->table;
	char *typed = typed_name(word);
	const struct habit *habit = netcat_option(word->scan->command, typed);
	struct suggestion s = suggest_begin(typed);

	for (size_t i = 0; i < t->count; i++)
		if (t->specs[i]->name)
			suggest_consider(&s, t->specs[i]->name);
	if (habit)
		explain_habit("--", typed, habit, err);
	else if (s.best)
		error_set(err, FAULT_USAGE,
		    "unknown option '--%s'; did you mean '--%s'?", typed,
		    s.best);
	else
		error_set(err, FAULT_USAGE, "unknown option '--%s'", typed);
	free(typed);
	return -1;
}

int option_refusal_of_answer(
    const struct option_word *word, int answer, struct error *err)
{
	const struct option_spec *spec = option_table_find(word->table, optopt);

	if (answer == ':')
		return error_set(err, FAULT_USAGE,
		    "option '--%s' needs a value: --%s %s", spec->name,
		    spec->name, spec->arg);
	if (spec)
		return error_set(err, FAULT_USAGE,
		    "option '--%s' takes no value", spec->name);
	return optopt ? unknown_letter(word, (char)optopt, err)
	              : unknown_long(word, err);
}
