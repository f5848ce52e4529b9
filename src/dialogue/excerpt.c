/* SPDX-License-Identifier: MIT */
/* Parts of texts, escaped, with a mark. */
#include "dialogue/excerpt.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* The columns of a text, and of what is shown before a mark. */
#define WIDTH 60
#define BEFORE 28

/* A character as it is shown. Room for one, and for all of a line. */
#define SHOWN 8
#define LINE (4 * WIDTH + 2 * SHOWN)

static const char dots[] = "...";

/* Returns how many bytes the character has. */
static size_t show_one(
    char shown[SHOWN], const unsigned char *bytes, size_t len)
{
	static const char escaped[] = "\0\t\n\r\\", letters[] = "0tnr\\";
	int whole = text_sequence(bytes, len);
	const char *known = memchr(escaped, bytes[0], sizeof(escaped) - 1);

	if (known) {
		snprintf(shown, SHOWN, "\\%c", letters[known - escaped]);
	} else if (whole > 0) {
		memcpy(shown, bytes, (size_t)whole);
		shown[whole] = '\0';
		return (size_t)whole;
	} else {
		snprintf(shown, SHOWN, "\\x%02x", bytes[0]);
	}
	return 1;
}

/* The beginning of the character that the byte at a place belongs to. */
static size_t character_at(const struct bytes *b, size_t at)
{
	for (size_t back = 0; back < 4 && back <= at && at < b->len; back++) {
		size_t from = at - back;
		int whole = text_sequence(b->at + from, b->len - from);
		if (whole > (int)back)
			return from;
	}
	return at;
}

static size_t columns(const struct bytes *b, size_t at)
{
	char shown[SHOWN];
	size_t bytes = show_one(shown, b->at + at, b->len - at);

	return bytes > 1 ? 1 : strlen(shown);
}

/* The place from which on at most so many columns are before another place. */
static size_t go_back(const struct bytes *b, size_t at, size_t limit)
{
	size_t used = 0;

	while (at > 0) {
		size_t before = character_at(b, at - 1);
		used += columns(b, before);
		if (used > limit)
			break;
		at = before;
	}
	return at;
}

/* A text, and from where on it is shown. */
struct shown_text {
	const struct bytes *bytes;
	bool has_more;
	size_t from, mark; /* SIZE_MAX: no mark */
};

/* Writes what fits. Returns the column of the mark. A blank at the end would
 * not be seen, if there is no mark behind it. */
static size_t show(char line[LINE], const struct shown_text *t, bool has_dots)
{
	const struct bytes *b = t->bytes;
	size_t used = 0, column = 0, marked = 0, at = t->from;

	line[0] = '\0';
	if (has_dots) {
		used = column = strlen(dots);
		memcpy(line, dots, sizeof(dots));
	}
	while (at < b->len && column < WIDTH) {
		char shown[SHOWN];
		size_t bytes = show_one(shown, b->at + at, b->len - at);
		if (shown[0] == ' ' && at + 1 == b->len && !t->has_more &&
		    t->mark != b->len)
			snprintf(shown, sizeof(shown), "\\x20");
		if (at <= t->mark)
			marked = column;
		size_t len = strlen(shown);
		memcpy(line + used, shown, len + 1);
		used += len;
		column += bytes > 1 ? 1 : len;
		at += bytes;
	}
	if (at <= t->mark)
		marked = column;
	if (at < b->len || t->has_more)
		memcpy(line + used, dots, sizeof(dots));
	return marked;
}

static void add_expression(const struct bytes *expression, struct error *err)
{
	error_detail(err, "    expression: %.*s", (int)expression->len,
	    (const char *)expression->at);
}

/* Both are shown from the same place on. */
static void place_mark(const struct excerpt_opts *o,
    struct shown_text *expected, struct shown_text *came)
{
	size_t mark = character_at(o->expected, o->differs_at);
	size_t in_came = character_at(o->came, o->differs_at);

	if (in_came < mark)
		mark = in_came;
	expected->mark = came->mark = mark;
	expected->from = came->from = go_back(o->expected, mark, BEFORE);
}

void excerpt_add(const struct excerpt_opts *opts, struct error *err)
{
	const char *label =
	    opts->is_expression ? "    came:       " : "    came:     ";
	struct shown_text expected = {
		.bytes = opts->expected,
		.has_more = opts->expected_begins,
		.mark = SIZE_MAX,
	};
	struct shown_text came = {
		.bytes = opts->came,
		.has_more = opts->came_more,
		.mark = SIZE_MAX,
	};
	char line[LINE];

	if (opts->is_marked)
		place_mark(opts, &expected, &came);
	if (expected.bytes && opts->is_expression) {
		add_expression(expected.bytes, err);
	} else if (expected.bytes) {
		show(line, &expected, expected.from > 0 || opts->expected_ends);
		error_detail(err, "    expected: %s", line);
	}
	if (!came.bytes)
		return;
	if (opts->expected_ends && !came.has_more)
		came.from =
		    go_back(came.bytes, came.bytes->len, WIDTH - sizeof(dots));
	size_t column = show(line, &came, came.from > 0);
	error_detail(err, "%s%s", label, line);
	if (opts->is_marked)
		error_detail(err, "%*s^", (int)(strlen(label) + column), "");
}
