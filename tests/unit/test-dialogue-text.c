/* SPDX-License-Identifier: MIT */
/* Whatever is written as a dialogue is read as the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chance.h"
#include "dialogue/dialogue-read.h"
#include "dialogue/dialogue-text.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *say(const char *bytes, size_t len, bool is_message)
{
	static char text[2000];
	struct bytes out = { 0 };

	dialogue_text_say(&out, DIALOGUE_CLIENT, bytes, len, is_message);
	snprintf(text, sizeof(text), "%.*s", (int)out.len, (char *)out.at);
	bytes_free(&out);
	return text;
}

static void test_say(void)
{
	static const struct {
		const char *bytes, *stream, *message, *what;
	} rows[] = {
		{ "EHLO me\r\n", "> EHLO me\\r\\n\n", "> EHLO me\\r\\n\n",
		    "a line" },
		{ "", "", ">\n", "no bytes" },
		{ "a\nb\n\n c", "> a\\n\n> b\\n\n> \\n\n>  c\n",
		    "> a\\n\n>+ b\\n\n>+ \\n\n>+  c\n", "several lines" },
		{ "x \t\\\x01\x7f \x80 ", "> x \\t\\\\\\x01\\x7f \\x80\\x20\n",
		    "> x \\t\\\\\\x01\\x7f \\x80\\x20\n", "binary bytes" },
		{ "a${b}$c$", "> a\\x24{b}$c$\n", "> a\\x24{b}$c$\n",
		    "dollars" },
		{ "eof", "> \\x65of\n", "> \\x65of\n", "the word eof" },
		{ "reset", "> \\x72eset\n", "> \\x72eset\n", "the word reset" },
		{ "eofeof", "> eofeof\n", "> eofeof\n", "another word" },
		{ "a\neof", "> a\\n\n> \\x65of\n", "> a\\n\n>+ eof\n",
		    "the word below another line" },
		{ "\xC3\xBC\xE2\x80\xAE", "> \xC3\xBC\\xe2\\x80\\xae\n",
		    "> \xC3\xBC\\xe2\\x80\\xae\n",
		    "letters, and marks that are not seen" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = strlen(rows[i].bytes);
		is_text(say(rows[i].bytes, len, false), rows[i].stream,
		    "%s of a stream", rows[i].what);
		is_text(say(rows[i].bytes, len, true), rows[i].message,
		    "%s of a message", rows[i].what);
	}
}

static void test_other_lines(void)
{
	struct bytes out = { 0 };

	dialogue_text_begin(&out, "log-in");
	dialogue_text_pause(&out, 2000000);
	dialogue_text_pause(&out, 1500000);
	dialogue_text_pause(&out, 1234567);
	dialogue_text_pause(&out, 0);
	dialogue_text_end(&out, DIALOGUE_CLIENT, false);
	dialogue_text_end(&out, DIALOGUE_SERVER, true);
	bytes_add(&out, "", 1);
	is_text((char *)out.at,
	    "dialogue log-in\npause 2s\npause 1500ms\npause 1234567us\n"
	    "pause 0s\n> eof\n< reset\n",
	    "names, pauses and ends are lines");
	bytes_free(&out);
}

/* All that one side says is one text: in messages, one for each. */
static void collect(
    const struct dialogue_file *f, struct bytes *all, bool has_bounds)
{
	const struct variables none = { 0 };

	for (size_t i = 0; f->count && i < f->dialogues[0].count; i++) {
		const struct dialogue_step *s = &f->dialogues[0].steps[i];
		if (s->kind == DIALOGUE_TEXT)
			variables_expand(&none, &s->text, all);
		if (s->kind != DIALOGUE_TEXT || has_bounds)
			bytes_print(all, "|%d %d %lld|", s->kind, s->side,
			    (long long)s->pause_us);
	}
}

/* Bytes of which many have a meaning in the text form. */
static size_t draw_bytes(struct chance *c, char *bytes, size_t most)
{
	static const char *const likely[] = { "\r\n", "\n", " ", "  ", "${",
		"$", "{", "\\", "eof", "reset", "\xC3\xBC", "\xE2\x82\xAC",
		"\xF0\x9F\x98\x80", "\xE2\x80\xAE", "#", "> ", "a", "b c",
		"\\x" };
	size_t len = 0, wanted = chance_below(c, 4) ? chance_below(c, 20)
	                                            : chance_below(c, most);

	if (chance_below(c, 10) == 0)
		wanted = 3;
	while (len < wanted) {
		const char *next = likely[chance_below(c, COUNT(likely))];
		size_t add = strlen(next);
		if (chance_below(c, 3) == 0 || len + add > most)
			bytes[len++] = (char)chance_below(c, 256);
		else if (len + add <= most) {
			memcpy(bytes + len, next, add);
			len += add;
		}
	}
	return len;
}

/* Whether no line of the text is too wide. */
static bool fits(const struct bytes *text)
{
	size_t columns = 0;

	for (size_t i = 0; i < text->len; i++) {
		columns += (text->at[i] & 0xC0) != 0x80;
		if (text->at[i] == '\n')
			columns = 0;
		if (columns > 80)
			return false;
	}
	return true;
}

/* Draws a dialogue, and notes what has to be read. */
static void draw(struct chance *c, bool is_message, struct bytes *text,
    struct bytes *expected)
{
	char bytes[300];

	for (size_t steps = chance_below(c, 8); steps > 0; steps--) {
		enum dialogue_side side = chance_below(c, 2);
		size_t len = draw_bytes(c, bytes, sizeof(bytes));
		if (chance_below(c, 5) == 0) {
			int64_t pause = (int64_t)chance_below(c, 5000) *
			                (chance_below(c, 2) ? 1000 : 1);
			dialogue_text_pause(text, pause);
			bytes_print(expected, "|%d 0 %lld|", DIALOGUE_PAUSE,
			    (long long)pause);
			continue;
		}
		dialogue_text_say(text, side, bytes, len, is_message);
		bytes_add(expected, bytes, len);
		if (is_message)
			bytes_print(expected, "|%d %d 0|", DIALOGUE_TEXT, side);
	}
	dialogue_text_end(text, DIALOGUE_SERVER, false);
	bytes_print(expected, "|%d %d 0|", DIALOGUE_END, DIALOGUE_SERVER);
}

static bool is_same(struct chance *c, bool is_message)
{
	struct bytes text = { 0 }, expected = { 0 }, got = { 0 };
	const struct variables none = { 0 };
	struct dialogue_file f;
	struct error err = ERROR_NONE;

	dialogue_text_begin(&text, "x");
	draw(c, is_message, &text, &expected);
	bool is_read =
	    dialogue_read("f", (char *)text.at, text.len, &none, &f, &err) == 0;
	collect(&f, &got, is_message);
	bool result = is_read && fits(&text) && got.len == expected.len &&
	              memcmp(got.at, expected.at, got.len) == 0;
	if (!result)
		printf("# %s\n%.*s", err.text, (int)text.len, (char *)text.at);
	dialogue_file_free(&f);
	bytes_free(&text);
	bytes_free(&expected);
	bytes_free(&got);
	return result;
}

static void test_again(bool is_message)
{
	struct chance c = { 17 };
	int rounds = 0;

	while (rounds < 5000 && is_same(&c, is_message))
		rounds++;
	is_int(rounds, 5000, "dialogues of %s are read as they were written",
	    is_message ? "messages" : "streams");
}

static void test_escape(void)
{
	struct bytes out = { 0 };

	dialogue_text_escape(&out, "a b\r\n ", 6);
	bytes_add(&out, "", 1);
	is_text((char *)out.at, "a b\\r\\n\\x20", "a last blank is an escape");
	bytes_free(&out);
}

int main(void)
{
	test_say();
	test_other_lines();
	test_escape();
	test_again(false);
	test_again(true);
	return plan();
}
