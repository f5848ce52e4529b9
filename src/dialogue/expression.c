/* SPDX-License-Identifier: MIT */
/* Makes programs of regular expressions. */
#include "dialogue/expression.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "dialogue/expression-private.h"

/* A byte may cost as many steps, and there are EXPRESSION_BYTES: a second. */
#define MOST_CODE 2000
#define DEEPEST 100 /* groups in one another */
#define MOST_REPEATED 1000

struct reading {
	struct expression *e;
	const char *at, *end;
	const char *why; /* what is wrong; or NULL */
	int groups, depth;
};

static void fail(struct reading *r, const char *why)
{
	if (!r->why)
		r->why = why;
	r->at = r->end;
}

/* Makes room for so many instructions before that one. Returns whether. */
static bool insert(struct reading *r, size_t at, size_t count)
{
	struct expression *e = r->e;

	if (e->count + count > MOST_CODE) {
		fail(r, "the expression is too large");
		return false;
	}
	if (e->count + count > e->room) {
		e->room = 2 * (e->count + count);
		e->code = xreallocarray(e->code, e->room, sizeof(e->code[0]));
	}
	memmove(e->code + at + count, e->code + at,
	    (e->count - at) * sizeof(e->code[0]));
	e->count += count;
	return true;
}

static void emit_at(
    struct reading *r, size_t at, enum expression_op op, int value, int second)
{
	if (insert(r, at, 1))
		r->e->code[at] = (struct expression_code){ op, value, second };
}

static void emit(struct reading *r, enum expression_op op, int value)
{
	emit_at(r, r->e->count, op, value, 0);
}

static bool has(const struct reading *r, char c)
{
	return r->at < r->end && *r->at == c;
}

static void add_byte(struct expression_set *set, unsigned char byte)
{
	set->bits[byte / 8] |= (unsigned char)(1U << byte % 8);
}

/* The classes of the POSIX locale, as ranges. */
static const struct {
	const char *name, *ranges;
} classes[] = {
	{ "alnum", "09AZaz" },
	{ "alpha", "AZaz" },
	{ "blank", "\t\t  " },
	{ "cntrl", "\x01\x1f\x7f\x7f" }, /* and NUL */
	{ "digit", "09" },
	{ "graph", "!~" },
	{ "lower", "az" },
	{ "print", " ~" },
	{ "punct", "!/:@[`{~" },
	{ "space", "\t\r  " },
	{ "upper", "AZ" },
	{ "xdigit", "09AFaf" },
};

/* Reads the name of a class, and ":]". */
static void read_class(struct reading *r, struct expression_set *set)
{
	size_t len = 0, left = (size_t)(r->end - r->at);

	while (len < left && r->at[len] != ':')
		len++;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strlen(classes[i].name) != len ||
		    memcmp(classes[i].name, r->at, len) != 0)
			continue;
		for (const char *range = classes[i].ranges; *range; range += 2)
			for (int c = range[0]; c <= range[1]; c++)
				add_byte(set, (unsigned char)c);
		if (strcmp(classes[i].name, "cntrl") == 0)
			add_byte(set, 0);
		r->at += len;
		if (left < len + 2 || memcmp(r->at, ":]", 2) != 0)
			break;
		r->at += 2;
		return;
	}
	fail(r, "a class of characters in brackets is unknown");
}

/* Reads a byte in brackets, or a range. */
static void read_range(struct reading *r, struct expression_set *set)
{
	unsigned char first = (unsigned char)*r->at++, last = first;

	if (r->end - r->at >= 2 && r->at[0] == '-' && r->at[1] != ']') {
		last = (unsigned char)r->at[1];
		r->at += 2;
	}
	if (last < first)
		fail(r, "a range in brackets ends before it begins");
	for (int c = first; c <= last; c++)
		add_byte(set, (unsigned char)c);
}

static void read_brackets(struct reading *r)
{
	struct expression *e = r->e;
	struct expression_set set = { 0 };
	bool is_negated = has(r, '^');
	const char *begin = r->at += is_negated;

	while (r->at < r->end && (*r->at != ']' || r->at == begin)) {
		bool is_class =
		    *r->at == '[' && r->end - r->at >= 2 && r->at[1] == ':';
		r->at += is_class ? 2 : 0;
		if (is_class)
			read_class(r, &set);
		else
			read_range(r, &set);
	}
	if (!has(r, ']'))
		fail(r, "a bracket is not closed");
	else
		r->at++;
	for (size_t i = 0; is_negated && i < sizeof(set.bits); i++)
		set.bits[i] = (unsigned char)~set.bits[i];
	e->sets = xreallocarray(e->sets, e->set_count + 1, sizeof(e->sets[0]));
	e->sets[e->set_count] = set;
	emit(r, OP_SET, (int)e->set_count++);
}

static void read_alternatives(struct reading *r);

static void read_group(struct reading *r)
{
	int group = ++r->groups;

	if (++r->depth > DEEPEST)
		fail(r, "too many groups are in one another");
	emit(r, OP_SAVE, 2 * group);
	read_alternatives(r);
	emit(r, OP_SAVE, 2 * group + 1);
	if (!has(r, ')'))
		fail(r, "a group is not closed");
	else
		r->at++;
	r->depth--;
}

static void read_atom(struct reading *r)
{
	char c = *r->at++;

	if (c == '(')
		read_group(r);
	else if (c == '[')
		read_brackets(r);
	else if (c == '.')
		emit(r, OP_ANY, 0);
	else if (c == '^')
		emit(r, OP_BEGIN, 0);
	else if (c == '$')
		emit(r, OP_END, 0);
	else if (c == '\\' && r->at < r->end)
		emit(r, OP_BYTE, (unsigned char)*r->at++);
	else if (c == '\\' || memchr("*+?{", c, 4))
		fail(r, "a repetition or a backslash has nothing it refers to");
	else
		emit(r, OP_BYTE, (unsigned char)c);
}

/* Returns -1 without a number, or if it is too large. */
static int read_number(struct reading *r)
{
	int number = -1;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9') {
		number = (number < 0 ? 0 : number) * 10 + (*r->at++ - '0');
		if (number > MOST_REPEATED)
			return -1;
	}
	return number;
}

/* Reads a repetition, if there is one. *most INT_MAX: any number. */
static bool read_repetition(struct reading *r, int *least, int *most)
{
	if (r->at == r->end || !memchr("*+?{", *r->at, 4))
		return false;
	char c = *r->at++;
	*least = c == '+';
	*most = c == '?' ? 1 : INT_MAX;
	if (c != '{')
		return true;
	*least = *most = read_number(r);
	if (has(r, ',')) {
		r->at++;
		*most = has(r, '}') ? INT_MAX : read_number(r);
	}
	if (*least < 0 || *most < *least || !has(r, '}'))
		fail(r, "a repetition is none, or too large");
	else
		r->at++;
	return !r->why;
}

static void append(
    struct reading *r, const struct expression_code *block, size_t len)
{
	size_t at = r->e->count;

	if (insert(r, at, len))
		memcpy(r->e->code + at, block, len * sizeof(*block));
}

/* Has the instructions from begin on repeated, by copies of them. */
static void repeat(struct reading *r, size_t begin, int least, int most)
{
	struct expression *e = r->e;
	size_t len = e->count - begin;
	struct expression_code *block = xcalloc(len + 1, sizeof(*block));
	int step = (int)len;

	memcpy(block, e->code + begin, len * sizeof(*block));
	e->count = begin;
	for (int i = 0; i < least && !r->why; i++)
		append(r, block, len);
	if (most == INT_MAX && least > 0) {
		emit_at(r, e->count, OP_SPLIT, -step, 1);
	} else if (most == INT_MAX) {
		emit_at(r, e->count, OP_SPLIT, 1, step + 2);
		append(r, block, len);
		emit(r, OP_JUMP, -step - 1);
	}
	for (int i = least; i < most && most != INT_MAX && !r->why; i++) {
		emit_at(r, e->count, OP_SPLIT, 1, (most - i) * (step + 1));
		append(r, block, len);
	}
	free(block);
}

static void read_sequence(struct reading *r)
{
	int least, most;

	while (r->at < r->end && *r->at != '|' &&
	       (*r->at != ')' || r->depth == 0)) {
		size_t begin = r->e->count;
		read_atom(r);
		if (!r->why && read_repetition(r, &least, &most))
			repeat(r, begin, least, most);
	}
}

/* The jumps behind the alternatives form a chain until their end is known. */
static void read_alternatives(struct reading *r)
{
	struct expression *e = r->e;
	size_t begin = e->count, jump = 0;

	read_sequence(r);
	while (has(r, '|')) {
		r->at++;
		int step = (int)(e->count - begin);
		emit_at(r, begin, OP_SPLIT, 1, step + 2);
		emit(r, OP_JUMP, (int)jump);
		jump = e->count - 1;
		begin = e->count;
		read_sequence(r);
	}
	while (jump > 0 && !r->why) {
		size_t before = (size_t)e->code[jump].value;
		e->code[jump].value = (int)(e->count - jump);
		jump = before;
	}
}

struct expression *expression_new(
    const char *text, size_t len, const char **why)
{
	struct expression *e = xcalloc(1, sizeof(*e));
	struct reading r = { .e = e, .at = text, .end = text + len };

	read_alternatives(&r);
	emit(&r, OP_MATCH, 0);
	if (!r.why)
		return e;
	*why = r.why;
	expression_free(e);
	return NULL;
}

void expression_free(struct expression *e)
{
	if (!e)
		return;
	free(e->code);
	free(e->sets);
	free(e);
}
