/* SPDX-License-Identifier: MIT */
/* Reads the text form of dialogues: texts with escapes and variables. */
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "dialogue/dialogue-read-private.h"

void dialogue_read_add(
    struct dialogue_text *text, bool is_variable, const char *bytes, size_t len)
{
	struct dialogue_part *part =
	    text->count ? &text->parts[text->count - 1] : NULL;

	if (len == 0)
		return;
	if (!part || is_variable || part->is_variable) {
		text->parts = dialogue_read_grow(
		    text->parts, text->count, sizeof(text->parts[0]));
		part = &text->parts[text->count++];
		*part = (struct dialogue_part){ .is_variable = is_variable };
	}
	/* Twice the room when it is used up: at powers of two. */
	size_t need = part->len + len + 1, room = 1;
	while (room < need)
		room *= 2;
	if (!part->bytes || room > part->len + 1)
		part->bytes = xreallocarray(part->bytes, room, 1);
	memcpy(part->bytes + part->len, bytes, len);
	part->len += len;
	part->bytes[part->len] = '\0';
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static int refuse_escape(
    const struct dialogue_reading *r, size_t at, bool is_expression)
{
	static const char letters[] = "dDwWsS";
	static const char *const instead[] = { "[0-9]", "[^0-9]",
		"[A-Za-z0-9_]", "[^A-Za-z0-9_]", "[[:space:]]",
		"[^[:space:]]" };
	char c = r->line[at + 1];
	const char *letter = c ? strchr(letters, c) : NULL;

	if (!c)
		return dialogue_read_error(r, at,
		    "a backslash at the end of the line; expected an escape "
		    "such as \\n, or \\\\ for the backslash itself");
	if (c == 'x')
		return dialogue_read_error(r, at,
		    "\\x without two hexadecimal digits; expected a byte such "
		    "as \\x0d");
	if (is_expression && c >= '1' && c <= '9')
		return dialogue_read_error(r, at,
		    "the back-reference \\%c, which expressions do not have; "
		    "expected a named group, (?<name>...), and ${name} in a "
		    "later step",
		    c);
	if (is_expression && letter)
		return dialogue_read_error(r, at,
		    "\\%c, which POSIX expressions do not have; expected %s", c,
		    instead[letter - letters]);
	int len = text_utf8(
	    (const unsigned char *)r->line + at + 1, strlen(r->line + at + 1));
	return dialogue_read_error(r, at,
	    "'\\%.*s' is no escape; expected \\r \\n \\t \\0 \\xHH or \\\\%s",
	    len, r->line + at + 1,
	    is_expression ? ", or a sign that stands for itself, such as \\."
			  : "");
}

static int read_escape(const struct dialogue_reading *r, size_t at,
    bool is_expression, struct dialogue_unit *unit)
{
	char escape[5] = { 0 };
	char c = r->line[at + 1];
	bool is_hex = c == 'x' && r->line[at + 2] && r->line[at + 3];
	bool is_quoted = is_expression && c > ' ' && c < 0x7F && !is_alnum(c);

	unit->kind = UNIT_ESCAPE;
	unit->len = is_hex ? 4 : 2;
	unit->bytes = &unit->byte;
	if (is_quoted) {
		unit->byte = c;
		unit->bytes_count = 1;
		return 0;
	}
	memcpy(escape, r->line + at, c ? unit->len : 1);
	char out[sizeof(escape)];
	if (!parse_escapes(escape, out, &unit->bytes_count))
		return refuse_escape(r, at, is_expression);
	unit->byte = out[0];
	return 0;
}

static int refuse_variable(
    const struct dialogue_reading *r, size_t at, const char *name)
{
	struct suggestion s = suggest_begin(name);

	for (size_t i = 0; i < r->named.count; i++)
		suggest_consider(&s, r->named.items[i].name);
	for (size_t i = 0; i < r->known->count; i++)
		suggest_consider(&s, r->known->items[i].name);
	if (s.best)
		return dialogue_read_error(r, at,
		    "${%.60s} is not known here; is ${%s} meant?", name,
		    s.best);
	return dialogue_read_error(r, at,
	    "${%.60s} is not known here; expected the name of a variable that "
	    "was set, or that an earlier step of the dialogue gives to what "
	    "it matches",
	    name);
}

static int read_variable(
    const struct dialogue_reading *r, size_t at, struct dialogue_unit *unit)
{
	const char *name = r->line + at + 2;
	size_t len = strcspn(name, "}");

	if (!name[len] || !variables_is_name(name, len))
		return dialogue_read_error(r, at,
		    "${ without a name and }; expected a variable such as "
		    "${id}, or \\x24{ for these two characters");
	*unit = (struct dialogue_unit){ .kind = UNIT_VARIABLE,
		.len = len + 3,
		.bytes = name,
		.bytes_count = len };
	char *copy = xasprintf("%.*s", (int)len, name);
	bool is_known =
	    variables_find(&r->named, copy) || variables_find(r->known, copy);
	int result = is_known ? 0 : refuse_variable(r, at, copy);
	free(copy);
	return result;
}

int dialogue_read_unit(const struct dialogue_reading *r, size_t at,
    bool is_expression, struct dialogue_unit *unit)
{
	const char *from = r->line + at;
	int result = 0;

	*unit = (struct dialogue_unit){ 0 };
	if (from[0] == '\\')
		result = read_escape(r, at, is_expression, unit);
	else if (from[0] == '$' && from[1] == '{')
		result = read_variable(r, at, unit);
	else {
		unit->kind = UNIT_PLAIN;
		unit->len = (size_t)text_utf8(
		    (const unsigned char *)from, strlen(from));
		unit->bytes = from;
		unit->bytes_count = unit->len;
	}
	unit->at = at;
	return result;
}

int dialogue_read_text(
    struct dialogue_reading *r, size_t at, struct dialogue_text *text)
{
	struct dialogue_unit unit;

	for (; r->line[at]; at += unit.len) {
		size_t plain = strcspn(r->line + at, "\\$");
		dialogue_read_add(text, false, r->line + at, plain);
		at += plain;
		if (!r->line[at])
			break;
		if (dialogue_read_unit(r, at, false, &unit) < 0)
			return -1;
		dialogue_read_add(text, unit.kind == UNIT_VARIABLE, unit.bytes,
		    unit.bytes_count);
	}
	return 0;
}
