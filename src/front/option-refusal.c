/* SPDX-License-Identifier: MIT */
/* Explains what is wrong with an option, and what to type instead. */
#include "front/option-refusal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "front/guess/netcat-line.h"
#include "front/guess/netcat.h"

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

/* A long option behind one dash, or a command behind a dash. Returns whether
 * the word is one of them. */
static bool explain_dash(const struct option_word *word, struct error *err)
{
	const struct option_table *t = word->table;
	const char *typed = word->argv[word->at];
	size_t len = strcspn(typed + 1, "=");

	if (len < 2)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		const char *name = t->specs[i]->name;
		if (strlen(name) != len || strncmp(typed + 1, name, len) != 0)
			continue;
		error_set(err, FAULT_USAGE,
		    "unknown option '%s'; did you mean '-%s'?", typed, typed);
		return true;
	}
	if (!word->scan->is_command || !word->scan->is_command(typed + 1))
		return false;
	error_set(err, FAULT_USAGE, "unknown option '%s'; did you mean '%s'?",
	    typed, typed + 1);
	return true;
}

/* Several letters in one word; "-w5" is one with its value. */
static bool is_cluster(const char *typed)
{
	return typed[2 + strspn(typed + 2, "0123456789")] != '\0';
}

/* The predicate of a message about letters that ask for another command. */
static const char *reading(const char *typed)
{
	if (!strpbrk(typed, "luUz"))
		return "comes after a command";
	return is_cluster(typed) ? "is written as a command"
	                         : "is a command of its own";
}

static int explain_habit(const char *dashes, const char *typed,
    struct habit habit, struct error *err)
{
	error_set(err, FAULT_USAGE, "'%s%s' %s", dashes, typed, habit.say);
	return *habit.hint ? error_hint(err, "%s", habit.hint) : -1;
}

/* Explains a letter of netcat, with the translated line for the same command:
 * it replaces the example of the row, or follows its explanation as a hint. */
static void explain_letter(
    const char *letter, struct habit habit, const char *line, struct error *err)
{
	const char *example = strstr(habit.say, ": genet ");
	size_t len =
	    example ? (size_t)(example - habit.say) : strlen(habit.say);

	if (example || !strchr(habit.say, ':')) {
		error_set(err, FAULT_USAGE, "'-%s' %.*s: %s", letter, (int)len,
		    habit.say, line);
		return;
	}
	explain_habit("-", letter, habit, err);
	error_hint(err, "in all: %s", line);
}

/* The whole line, as netcat reads it. Returns whether that explains it. */
static bool explain_line(const struct option_word *word, struct habit habit,
    const char *letter, struct error *err)
{
	const char *typed = word->argv[word->at];
	bool is_another;
	char *line = netcat_line(word->scan->command,
	    (const char *const *)word->argv + 1, &is_another);

	if (!line)
		return false;
	if (is_another)
		error_set(err, FAULT_USAGE, "'%s' %s: %s", typed,
		    reading(typed), line);
	else if (habit.say && !is_cluster(typed))
		explain_letter(letter, habit, line, err);
	else
		error_set(err, FAULT_USAGE,
		    "'%s' is written as for netcat; here it is: %s", typed,
		    line);
	if (is_another &&
	    strncmp(line, "genet scan", strlen("genet scan")) == 0)
		error_hint(err, "to wait for a port: genet wait HOST PORT");
	free(line);
	return true;
}

static int unknown_letter(
    const struct option_word *word, char letter, struct error *err)
{
	const char typed[] = { letter, '\0' };
	const struct habit habit = netcat_letter(word->scan->command, letter);

	if (explain_dash(word, err) || explain_line(word, habit, typed, err))
		return -1;
	if (habit.say)
		return explain_habit("-", typed, habit, err);
	error_set(err, FAULT_USAGE, "unknown option '-%c'", letter);
	if (word->scan->command)
		return -1;
	return error_hint(err, "the options of a command come after it, as in: "
			       "genet connect -w 5s HOST PORT");
}

/* The options that begin with what was typed, as "'--keepalive' or
 * '--keep-open'". Returns whether there are any. */
static bool find_longer(
    const struct option_table *t, const char *typed, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < t->count && *typed; i++) {
		const char *name = t->specs[i]->name;
		if (strncmp(name, typed, strlen(typed)) == 0 && used < size)
			used += (size_t)snprintf(out + used, size - used,
			    "%s'--%s'", used ? " or " : "", name);
	}
	return used > 0 && used < size;
}

static int unknown_long(const struct option_word *word, struct error *err)
{
	const struct option_table *t = word->table;
	char *typed = typed_name(word);
	const struct habit habit = netcat_option(word->scan->command, typed);
	struct suggestion s = suggest_begin(typed);

	for (size_t i = 0; i < t->count; i++)
		if (*t->specs[i]->name)
			suggest_consider(&s, t->specs[i]->name);
	char longer[256];

	if (habit.say)
		explain_habit("--", typed, habit, err);
	else if (find_longer(t, typed, longer, sizeof(longer)))
		error_set(err, FAULT_USAGE,
		    "unknown option '--%s'; did you mean %s?", typed, longer);
	else if (s.best)
		error_set(err, FAULT_USAGE,
		    "unknown option '--%s'; did you mean '--%s'?", typed,
		    s.best);
	else
		error_set(err, FAULT_USAGE, "unknown option '--%s'", typed);
	free(typed);
	return -1;
}

/* "--verbose=2" is -vv. */
static int needless_value(const struct option_word *word,
    const struct option_spec *spec, struct error *err)
{
	const char *value = strchr(word->argv[word->at], '=');
	uint64_t times;

	error_set(err, FAULT_USAGE, "option '--%s' takes no value", spec->name);
	if (spec->kind != OPTION_COUNT || !value ||
	    !parse_number(value + 1, &times) || times < 1 || times > 3)
		return -1;
	char letters[] = { spec->letter, spec->letter, spec->letter, '\0' };
	letters[times] = '\0';
	return error_hint(err, "write it as -%s", letters);
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
		return needless_value(word, spec, err);
	return optopt ? unknown_letter(word, (char)optopt, err)
	              : unknown_long(word, err);
}
