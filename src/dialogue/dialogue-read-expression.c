/* SPDX-License-Identifier: MIT */
/*
 * Reads the text form of dialogues: regular expressions. What is left in the
 * text is a POSIX extended expression, without named groups and escapes. What
 * POSIX leaves undefined is an error.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/parse.h"
#include "dialogue/dialogue-read-private.h"
#include "dialogue/expression.h"

#define MOST_GROUPS 30

struct pattern {
	struct dialogue_reading *r;
	struct dialogue_step *step;
	size_t at, begin;
	int groups, depth;
	bool is_repeatable;       /* what stands before this place */
	const char *unrepeatable; /* why what stands there is not */
	bool is_repeated;         /* what stands there is */
	bool is_empty;            /* the alternative, so far */
};

static void add(struct pattern *e, const char *bytes, size_t len)
{
	dialogue_read_add(&e->step->text, false, bytes, len);
}

static void add_quoted(struct pattern *e, char c)
{
	if (variables_is_special(c))
		add(e, "\\", 1);
	add(e, &c, 1);
}

/* Something that can be repeated has been added. */
static void note_atom(struct pattern *e)
{
	e->is_repeatable = true;
	e->is_repeated = false;
	e->is_empty = false;
	e->unrepeatable = NULL;
}

/* What stands here cannot be repeated: an anchor, or the beginning of an
 * alternative. */
static void note_border(struct pattern *e, bool is_beginning)
{
	e->is_empty = is_beginning;
	e->is_repeatable = false;
	e->is_repeated = false;
	e->unrepeatable = NULL;
}

/* Reads "{2}", "{2,}" or "{2,5}". */
static int read_interval(const struct pattern *e, size_t *len)
{
	const char *from = e->r->line + e->at + 1;
	size_t first = strspn(from, "0123456789");
	bool has_comma = from[first] == ',';
	const char *second = from + first + has_comma;
	size_t digits = has_comma ? strspn(second, "0123456789") : 0;
	uint64_t least = 0, most = 0;
	char low[8] = "", high[8] = "";

	*len = 1 + first + has_comma + digits + 1;
	if (!first || first >= sizeof(low) || digits >= sizeof(high) ||
	    second[digits] != '}')
		return dialogue_read_error(e->r, e->at,
		    "expected a repetition such as {2}, {2,} or {2,5}, or "
		    "\\{ for the brace itself");
	memcpy(low, from, first);
	memcpy(high, second, digits);
	parse_number(low, &least);
	if (digits)
		parse_number(high, &most);
	if (digits && most < least)
		return dialogue_read_error(e->r, e->at,
		    "the repetition {%s,%s} ends before it begins; expected "
		    "the smaller number first",
		    low, high);
	return 0;
}

static int read_repetition(struct pattern *e)
{
	char c = e->r->line[e->at];
	size_t len = 1;

	if (c == '{' && read_interval(e, &len) < 0)
		return -1;
	if (e->is_repeated)
		return dialogue_read_error(e->r, e->at,
		    "a repetition of a repetition, which POSIX expressions do "
		    "not have; expected parentheses around the first, or "
		    "\\%c for the character itself",
		    c);
	if (e->unrepeatable)
		return dialogue_read_error(e->r, e->at,
		    "a repetition of %s; expected parentheses around that",
		    e->unrepeatable);
	if (!e->is_repeatable)
		return dialogue_read_error(e->r, e->at,
		    "%c has nothing before it to repeat; expected \\%c for the "
		    "character itself",
		    c, c);
	e->is_repeated = true;
	add(e, e->r->line + e->at, len);
	e->at += len;
	return 0;
}

/* Reads "?<NAME>" behind the parenthesis of a group. */
static int read_group_name(struct pattern *e)
{
	const char *name = e->r->line + e->at + 3;

	if (e->r->line[e->at + 2] != '<')
		return dialogue_read_error(e->r, e->at,
		    "(?, which POSIX expressions do not have; expected ( or "
		    "(?<name>");
	size_t len = strcspn(name, ">");
	if (!name[len] || !variables_is_name(name, len))
		return dialogue_read_error(e->r, e->at + 3,
		    "expected a name of letters, digits and underscores, as "
		    "in (?<name>[0-9]+)");
	for (size_t i = 0; i < e->step->name_count; i++)
		if (strlen(e->step->names[i].name) == len &&
		    strncmp(e->step->names[i].name, name, len) == 0)
			return dialogue_read_error(e->r, e->at + 3,
			    "the name %s is given twice; expected another one",
			    e->step->names[i].name);
	dialogue_read_name(e->step, name, len, e->groups);
	e->at += 3 + len;
	return 0;
}

static int open_group(struct pattern *e)
{
	if (++e->groups > MOST_GROUPS)
		return dialogue_read_error(e->r, e->at,
		    "too many groups in an expression; expected %d at most",
		    MOST_GROUPS);
	if (e->r->line[e->at + 1] == '?' && read_group_name(e) < 0)
		return -1;
	e->at++;
	e->depth++;
	note_border(e, true);
	add(e, "(", 1);
	return 0;
}

/* Before "|", ")" and the end. */
static int check_alternative(struct pattern *e)
{
	if (!e->is_empty)
		return 0;
	return dialogue_read_error(e->r, e->at,
	    "an empty alternative, which POSIX expressions do not have; "
	    "expected (a)? for an a that may be missing");
}

static int close_group(struct pattern *e)
{
	if (e->depth == 0)
		return dialogue_read_error(e->r, e->at,
		    "a closing parenthesis without an opening one; expected "
		    "\\) for the character itself");
	if (check_alternative(e) < 0)
		return -1;
	add(e, ")", 1);
	e->at++;
	e->depth--;
	note_atom(e);
	return 0;
}

/* Reads a character inside brackets that is no class. */
static int read_member(struct pattern *e)
{
	struct dialogue_unit unit;

	if (dialogue_read_unit(e->r, e->at, true, &unit) < 0)
		return -1;
	if (unit.kind == UNIT_VARIABLE)
		return dialogue_read_error(e->r, e->at,
		    "a variable in brackets; expected characters alone");
	if (unit.bytes_count > 1)
		return dialogue_read_error(e->r, e->at,
		    "'%.*s' in brackets, which has several bytes; expected a "
		    "choice such as (a|%.*s)",
		    (int)unit.len, unit.bytes, (int)unit.len, unit.bytes);
	if (unit.kind == UNIT_ESCAPE && memchr("]^-[", unit.bytes[0], 4))
		return dialogue_read_error(e->r, e->at,
		    "an escape for a byte that has a meaning in brackets; "
		    "expected ] as the first character, - as the last, ^ as a "
		    "later one");
	add(e, unit.bytes, 1);
	e->at += unit.len;
	return 0;
}

/* Reads "[:alpha:]". POSIX also has "[.x.]" and "[=x=]". */
static int read_class(struct pattern *e)
{
	const char *from = e->r->line + e->at;
	size_t len = 2 + strspn(from + 2, "abcdefghijklmnopqrstuvwxyz") + 2;

	if (from[1] != ':' || strncmp(from + len - 2, ":]", 2) != 0)
		return dialogue_read_error(e->r, e->at,
		    "[%c in brackets; expected a class such as [:digit:], or "
		    "another order of the two characters",
		    from[1]);
	add(e, from, len);
	e->at += len;
	return 0;
}

static int read_brackets(struct pattern *e)
{
	const char *line = e->r->line;
	size_t begin = e->at++;

	add(e, "[", 1);
	if (line[e->at] == '^')
		add(e, &line[e->at++], 1);
	if (line[e->at] == ']')
		add(e, &line[e->at++], 1);
	while (line[e->at] && line[e->at] != ']') {
		bool is_class = line[e->at] == '[' && line[e->at + 1] &&
		                strchr(":.=", line[e->at + 1]);
		if ((is_class ? read_class(e) : read_member(e)) < 0)
			return -1;
	}
	if (!line[e->at])
		return dialogue_read_error(e->r, begin,
		    "[ without ]; expected \\[ for the character itself");
	add(e, "]", 1);
	e->at++;
	note_atom(e);
	return 0;
}

/* Reads a character, an escape or a variable. */
static int read_atom(struct pattern *e)
{
	struct dialogue_unit unit;

	if (dialogue_read_unit(e->r, e->at, true, &unit) < 0)
		return -1;
	if (unit.kind == UNIT_VARIABLE)
		dialogue_read_add(
		    &e->step->text, true, unit.bytes, unit.bytes_count);
	else if (unit.kind == UNIT_ESCAPE)
		add_quoted(e, unit.bytes[0]);
	else
		add(e, unit.bytes, unit.bytes_count);
	e->at += unit.len;
	note_atom(e);
	if (unit.kind == UNIT_VARIABLE)
		e->unrepeatable = "a variable";
	else if (unit.bytes_count > 1)
		e->unrepeatable = "a character of several bytes";
	return 0;
}

static int read_one(struct pattern *e)
{
	char c = e->r->line[e->at];
	bool is_variable = c == '$' && e->r->line[e->at + 1] == '{';

	if (c == '(')
		return open_group(e);
	if (c == ')')
		return close_group(e);
	if (c == '[')
		return read_brackets(e);
	if (strchr("*+?{", c))
		return read_repetition(e);
	if (!strchr("^$|", c) || is_variable)
		return read_atom(e);
	if (c == '|' && check_alternative(e) < 0)
		return -1;
	add(e, &c, 1);
	e->at++;
	note_border(e, c == '|');
	return 0;
}

/* Tries it, with a letter for each variable. */
static int check_expression(struct pattern *e)
{
	const struct dialogue_text *text = &e->step->text;
	struct bytes all = { 0 };
	const char *why = NULL;

	for (size_t i = 0; i < text->count; i++) {
		const struct dialogue_part *part = &text->parts[i];
		bytes_add(&all, part->is_variable ? "x" : part->bytes,
		    part->is_variable ? 1 : part->len);
	}
	struct expression *made = expression_new((char *)all.at, all.len, &why);
	bytes_free(&all);
	expression_free(made);
	return made ? 0
	            : dialogue_read_error(e->r, e->begin,
			  "%s; expected a POSIX extended expression, regex(7)",
			  why);
}

int dialogue_read_expression(
    struct dialogue_reading *r, size_t at, struct dialogue_step *step)
{
	struct pattern e = {
		.r = r, .step = step, .at = at, .begin = at, .is_empty = true
	};

	while (r->line[e.at])
		if (read_one(&e) < 0)
			return -1;
	if (e.depth > 0)
		return dialogue_read_error(r, e.at,
		    "expected a closing parenthesis, or \\( for the character "
		    "itself where the group begins");
	if (check_alternative(&e) < 0)
		return -1;
	return check_expression(&e);
}
