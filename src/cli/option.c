/* SPDX-License-Identifier: MIT */
/* Reading a command line by its option tables. */
#include "cli/option.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli/endpoint.h"
#include "cli/netcat.h"
#include "cli/parse.h"
#include "cli/suggest.h"
#include "cli/template.h"

/* What getopt_long gives for the long option of row i: LONG_BASE + i. Letters
 * are below, so that one can tell what was typed. */
#define LONG_BASE 256

/* All rows of the groups in one array, and getopt's form of them. */
struct table {
	const struct option_spec **specs;
	size_t count;
	struct option *longs;
	char *shorts;
};

static int arg_need(const struct option_spec *spec)
{
	if (!spec->arg)
		return no_argument;
	return spec->arg[0] == '[' ? optional_argument : required_argument;
}

static void table_build(struct table *t, const struct option_scan *scan)
{
	size_t total = 0, used = 0, longs = 0;

	for (size_t g = 0; scan->groups[g]; g++)
		total += scan->groups[g]->count;
	*t = (struct table){
		.specs = xcalloc(total, sizeof(*t->specs)),
		.longs = xcalloc(total + 1, sizeof(*t->longs)),
		.shorts = xcalloc(2 * total + 3, 1),
	};
	/* Order as typed ('-') or stop ('+'); tell missing values (':'). */
	t->shorts[used++] = scan->until_operand ? '+' : '-';
	t->shorts[used++] = ':';
	for (size_t g = 0; scan->groups[g]; g++) {
		for (size_t i = 0; i < scan->groups[g]->count; i++) {
			const struct option_spec *spec =
			    &scan->groups[g]->specs[i];
			if (spec->name)
				t->longs[longs++] = (struct option){
					.name = spec->name,
					.has_arg = arg_need(spec),
					.val = LONG_BASE + (int)t->count,
				};
			t->specs[t->count++] = spec;
			if (spec->letter)
				t->shorts[used++] = spec->letter;
			if (spec->letter && spec->arg)
				t->shorts[used++] = ':';
		}
	}
}

static void table_free(struct table *t)
{
	free(t->specs);
	free(t->longs);
	free(t->shorts);
}

static const struct option_spec *table_find(const struct table *t, int val)
{
	if (val >= LONG_BASE && (size_t)val - LONG_BASE < t->count)
		return t->specs[val - LONG_BASE];
	for (size_t i = 0; i < t->count; i++)
		if (t->specs[i]->letter && t->specs[i]->letter == val)
			return t->specs[i];
	return NULL;
}

/* Values */

static int bad_value(const struct option_spec *spec, const char *value,
    const char *expected, struct error *err)
{
	return error_set(err, FAULT_USAGE, "--%s: '%s' is not %s", spec->name,
	    value, expected);
}

static int out_of_range(
    const struct option_spec *spec, const char *value, struct error *err)
{
	return error_set(err, FAULT_USAGE, "--%s: %s is out of range (%ld-%ld)",
	    spec->name, value, spec->min, spec->max);
}

static int set_number(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	bool is_size = spec->kind == OPTION_SIZE;
	uint64_t number;

	if (!value) { /* "[=N]" was left out */
		*(long *)field = 1;
		return 0;
	}
	if (is_size ? !parse_size(value, &number)
		    : !parse_number(value, &number))
		return bad_value(spec, value,
		    is_size ? "a size; write 4096, 64K, 1MiB or 64kB"
			    : "a number",
		    err);
	if (number > LONG_MAX || (long)number < spec->min ||
	    (long)number > spec->max)
		return out_of_range(spec, value, err);
	*(long *)field = (long)number;
	return 0;
}

static int set_mode(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	if (!parse_mode(value, field))
		return bad_value(
		    spec, value, "a mode; write 0600, 0660 or 0666", err);
	return 0;
}

static int add_text(void *field, const char *value)
{
	struct config_texts *texts = field;

	texts->items = xreallocarray(
	    texts->items, texts->count + 1, sizeof(*texts->items));
	texts->items[texts->count++] = value;
	return 0;
}

static int set_time(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	int64_t time_us;

	if (!parse_time(value, &time_us))
		return bad_value(spec, value,
		    "a time; write 250ms, 1.5s, 2m, 1h or never", err);
	if (time_us == 0 && spec->min > 0) {
		error_set(
		    err, FAULT_USAGE, "--%s: 0 is no time to wait", spec->name);
		return error_hint(
		    err, "for no limit at all: --%s never", spec->name);
	}
	*(int64_t *)field = time_us;
	return 0;
}

static int set_repeats(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	uint64_t number;

	if (strcmp(value, "forever") == 0)
		number = INT64_MAX;
	else if (!parse_number(value, &number) || number > INT64_MAX)
		return bad_value(spec, value, "a number, or 'forever'", err);
	*(int64_t *)field = (int64_t)number;
	return 0;
}

static int set_bytes(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	struct config_bytes *bytes = field;

	free(bytes->bytes);
	bytes->bytes = xmalloc(strlen(value) + 1);
	if (!parse_escapes(value, bytes->bytes, &bytes->len))
		return bad_value(spec, value,
		    "text with the escapes \\r \\n \\t \\0 \\xHH \\\\", err);
	if (bytes->len < (size_t)spec->min)
		return error_set(err, FAULT_USAGE,
		    "--%s: the text is empty, and would be found in anything",
		    spec->name);
	return 0;
}

static int set_choice(const struct option_spec *spec, void *field,
    const char *value, struct error *err)
{
	char words[256] = "";

	for (int i = 0; spec->words[i]; i++) {
		if (strcmp(spec->words[i], value) == 0) {
			*(int *)field = i;
			return 0;
		}
		size_t used = strlen(words);
		snprintf(words + used, sizeof(words) - used, "%s%s",
		    i ? ", " : "", spec->words[i]);
	}
	return error_set(err, FAULT_USAGE, "unknown %s '%s' (choose %s)",
	    spec->name, value, words);
}

static int store(const struct option_spec *spec, const char *value,
    struct config *cfg, struct error *err)
{
	void *field = (char *)cfg + spec->offset;

	switch (spec->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return 0;
	case OPTION_PROGRAM:
		*(bool *)field = true;
		cfg->wants_program = true;
		return 0;
	case OPTION_COUNT:
		++*(int *)field;
		return 0;
	case OPTION_FAMILY:
		*(int *)field = (int)spec->min;
		return 0;
	case OPTION_NUMBER:
	case OPTION_SIZE:
		return set_number(spec, field, value, err);
	case OPTION_MODE:
		return set_mode(spec, field, value, err);
	case OPTION_TIME:
		return set_time(spec, field, value, err);
	case OPTION_REPEATS:
		return set_repeats(spec, field, value, err);
	case OPTION_BYTES:
		return set_bytes(spec, field, value, err);
	case OPTION_TEXTS:
		return add_text(field, value);
	case OPTION_CHOICE:
		return set_choice(spec, field, value, err);
	case OPTION_PORT:
	case OPTION_FORMAT:
	case OPTION_TEXT:
		*(const char **)field = value;
		break;
	}
	if (spec->kind == OPTION_PORT)
		return endpoint_check_port(value, true, err);
	if (spec->kind == OPTION_FORMAT)
		return template_check(value, template_announce_names, err);
	return 0;
}

/* What can be wrong with an option */

/* The long option as typed, without dashes and value. */
static char *typed_name(char *const *argv)
{
	const char *word = argv[optind - 1];

	if (optarg && optarg == word)
		word = argv[optind - 2];
	word += 2;
	return xasprintf("%.*s", (int)strcspn(word, "="), word);
}

/* getopt_long takes any unambiguous beginning of a name; a script that uses
 * one would break with the next option we add. */
static int check_spelling(
    const struct option_spec *spec, char *const *argv, struct error *err)
{
	char *typed = typed_name(argv);
	bool is_whole = strcmp(typed, spec->name) == 0;

	if (!is_whole)
		error_set(err, FAULT_USAGE,
		    "'--%s' is short for '--%s'; write it out", typed,
		    spec->name);
	free(typed);
	return is_whole ? 0 : -1;
}

static int unknown_letter(
    const struct option_scan *scan, int letter, struct error *err)
{
	const char *say = netcat_letter(scan->command, (char)letter);

	if (say)
		return error_set(err, FAULT_USAGE, "'-%c' %s", letter, say);
	return error_set(err, FAULT_USAGE, "unknown option '-%c'", letter);
}

static int unknown_long(
    const struct table *t, char *const *argv, struct error *err)
{
	char *typed = typed_name(argv);
	const char *say = netcat_option(typed);
	struct suggestion s = suggest_begin(typed);

	for (size_t i = 0; i < t->count; i++)
		if (t->specs[i]->name)
			suggest_consider(&s, t->specs[i]->name);
	if (say)
		error_set(err, FAULT_USAGE, "'--%s' %s", typed, say);
	else if (s.best)
		error_set(err, FAULT_USAGE,
		    "unknown option '--%s'; did you mean '--%s'?", typed,
		    s.best);
	else
		error_set(err, FAULT_USAGE, "unknown option '--%s'", typed);
	free(typed);
	return -1;
}

/* getopt said '?' or ':'. */
static int refuse(const struct option_scan *scan, const struct table *t,
    int answer, char *const *argv, struct error *err)
{
	const struct option_spec *spec = table_find(t, optopt);

	if (answer == ':')
		return error_set(err, FAULT_USAGE,
		    "option '--%s' needs a value: --%s %s", spec->name,
		    spec->name, spec->arg);
	if (spec)
		return error_set(err, FAULT_USAGE,
		    "option '--%s' takes no value", spec->name);
	return optopt ? unknown_letter(scan, optopt, err)
	              : unknown_long(t, argv, err);
}

static void add_operand(struct config *cfg, const char *word)
{
	size_t count = (size_t)cfg->operand_count;

	cfg->operands =
	    xreallocarray(cfg->operands, count + 2, sizeof(*cfg->operands));
	cfg->operands[count] = word;
	cfg->operands[count + 1] = NULL;
	cfg->operand_count++;
}

static int read_all(const struct option_scan *scan, const struct table *t,
    int argc, char **argv, struct config *cfg, struct error *err)
{
	int answer;

	optind = 0; /* begin anew (glibc) */
	opterr = 0;
	while ((answer = getopt_long(argc, argv, t->shorts, t->longs, NULL)) !=
	       -1) {
		if (answer == 1) {
			add_operand(cfg, optarg);
			continue;
		}
		if (answer == '?' || answer == ':')
			return refuse(scan, t, answer, argv, err);
		const struct option_spec *spec = table_find(t, answer);
		if (answer >= LONG_BASE && check_spelling(spec, argv, err) < 0)
			return -1;
		if (store(spec, optarg, cfg, err) < 0)
			return -1;
	}
	if ((scan->takes_program || cfg->wants_program) && optind < argc)
		cfg->program = argv + optind;
	else if (!scan->until_operand)
		while (optind < argc) /* behind "--" */
			add_operand(cfg, argv[optind++]);
	return optind;
}

int option_read(const struct option_scan *scan, int argc, char **argv,
    struct config *cfg, struct error *err)
{
	struct table table;

	table_build(&table, scan);
	int result = read_all(scan, &table, argc, argv, cfg, err);
	table_free(&table);
	return result;
}
