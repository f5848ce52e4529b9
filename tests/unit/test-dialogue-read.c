/* SPDX-License-Identifier: MIT */
/* What a file of dialogues means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/text.h"
#include "dialogue/dialogue-read.h"
#include "dialogue/expression.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const kinds[] = { "text", "begins", "matches", "until",
	"bytes", "pause", "eof", "reset" };

static void add_text(struct bytes *out, const struct dialogue_text *text)
{
	char shown[400];

	for (size_t i = 0; i < text->count; i++) {
		const struct dialogue_part *part = &text->parts[i];
		text_escape(shown, sizeof(shown), part->bytes, part->len);
		bytes_print(out, part->is_variable ? " {%s}" : " [%s]", shown);
	}
}

static void add_step(struct bytes *out, const struct dialogue_step *step)
{
	const char *side = step->kind == DIALOGUE_PAUSE    ? ""
	                   : step->side == DIALOGUE_SERVER ? "<"
	                                                   : ">";

	bytes_print(out, "%d:%s%s", step->line, side, kinds[step->kind]);
	add_text(out, &step->text);
	if (step->kind == DIALOGUE_BYTES)
		bytes_print(out, " %llu", (unsigned long long)step->count);
	if (step->kind == DIALOGUE_PAUSE)
		bytes_print(out, " %lld", (long long)step->pause_us);
	for (size_t i = 0; i < step->name_count; i++)
		bytes_print(
		    out, " %s=%d", step->names[i].name, step->names[i].group);
	bytes_add_text(out, "; ");
}

/* The dialogues as a text that lives until the next one; or the error. "host"
 * is a known variable. */
static const char *read_as(const char *file, const char *text, size_t len)
{
	static char result[4000];
	struct variables known = { 0 };
	struct dialogue_file f;
	struct error err = ERROR_NONE;
	struct bytes out = { 0 };

	variables_set(&known, "host", "example.net", 11);
	/* In memory of its own, so that a look behind its end is seen. */
	char *copy = malloc(len ? len : 1);
	if (copy && len)
		memcpy(copy, text, len);
	if (dialogue_read(file, copy, len, &known, &f, &err) < 0) {
		bool is_clear = err.kind == FAULT_USAGE && !f.count &&
		                !f.dialogues && !f.name;
		bytes_print(&out, "%s%s", is_clear ? "" : "UNCLEAR ", err.text);
	}
	for (size_t i = 0; i < f.count; i++) {
		bytes_print(&out, "%s: ", f.dialogues[i].name);
		for (size_t k = 0; k < f.dialogues[i].count; k++)
			add_step(&out, &f.dialogues[i].steps[k]);
	}
	snprintf(result, sizeof(result), "%.*s", (int)out.len, (char *)out.at);
	free(copy);
	bytes_free(&out);
	variables_free(&known);
	dialogue_file_free(&f);
	return result;
}

static const struct {
	const char *text, *means, *what;
} steps[] = {
	{ "> EHLO me\\r\\n\n< 250 ok\\r\\n\n",
	    "smtp: 1:>text [EHLO me\\x0d\\n]; "
	    "2:<text [250 ok\\x0d\\n]; ",
	    "a file without names has one dialogue" },
	{ "\n# first\ndialogue a\n> x\n   \ndialogue b\n< y\n",
	    "a: 4:>text [x]; b: 7:<text [y]; ",
	    "a file may have several, comments and blank lines" },
	{ "dialogue a\ndialogue b", "a: b: ", "a dialogue may have no steps" },
	{ "\xEF\xBB\xBF> x", "smtp: 1:>text [x]; ",
	    "the file may begin with a mark for UTF-8" },
	{ "> a\\tb\\0c\\x41\\\\\\x7f", "smtp: 1:>text [a\\tb\\x00cA\\\\x7f]; ",
	    "all escapes are known" },
	{ ">  a # b", "smtp: 1:>text [ a # b]; ",
	    "one blank stands before a text, more are of the text" },
	{ ">\n> \\x20", "smtp: 1:>text; 2:>text [ ]; ",
	    "a text may be empty, or a blank" },
	{ "> gr\xC3\xBC\xC3\x9F", "smtp: 1:>text [gr\xC3\xBC\xC3\x9F]; ",
	    "a text may be UTF-8" },
	{ "> one\n>+  two\n# three\n\n>+ ${host}\n>+ four",
	    "smtp: 1:>text [one two] {host} [four]; ", "a text goes on" },
	{ "> $\n>+ {x}\n> a\\x24{b} $c $ {",
	    "smtp: 1:>text [${x}]; 3:>text [a${b} $c $ {]; ",
	    "a dollar alone is one" },
	{ "> eof\n< reset", "smtp: 1:>eof; 2:<reset; ",
	    "streams end, and are reset" },
	{ "> \\x65of\n> eof.\n> \\x72eset\n>+ eof\n>\n>+ eof",
	    "smtp: 1:>text [eof]; 2:>text [eof.]; "
	    "3:>text [reseteof]; 5:>text [eof]; ",
	    "these words can also be said" },
	{ "> eof\n< x\n> reset",
	    "smtp: 1:>eof; 2:<text [x]; "
	    "3:>reset; ",
	    "a reset may follow the end" },
	{ "pause 1.5s\n> x\npause 250ms",
	    "smtp: 1:pause 1500000; 2:>text [x]; 3:pause 250000; ",
	    "there are pauses" },
	{ "<begins 250-\n>begins\n<until \\r\\n\\r\\n\n>bytes 64K",
	    "smtp: 1:<begins [250-]; 2:>begins; "
	    "3:<until [\\x0d\\n\\x0d\\n]; 4:>bytes 65536; ",
	    "there are patterns, for both sides" },
	{ "<begins(a) 250 x\n<until(b2) ;\n<bytes(_c) 16\n"
	  "<begins(d)\n> ${a}-${b2}${_c}${d}",
	    "smtp: 1:<begins [250 x] a=0; 2:<until [;] b2=0; "
	    "3:<bytes 16 _c=0; 4:<begins d=0; "
	    "5:>text {a} [-] {b2} {_c} {d}; ",
	    "what patterns match has names for later steps" },
	{ "<until(a) x\n<until(a) ${a}",
	    "smtp: 1:<until [x] a=0; 2:<until {a} a=0; ",
	    "a name may be given again" },
	{ "<until x\n<+ y", "smtp: 1:<until [xy]; ",
	    "the text of a pattern goes on, too" },
};

static void test_steps(void)
{
	for (size_t i = 0; i < COUNT(steps); i++)
		is_text(read_as("dir/smtp.dialogue", steps[i].text,
			    strlen(steps[i].text)),
		    steps[i].means, "%s", steps[i].what);
}

static void test_default_names(void)
{
	static const struct {
		const char *file, *begin;
	} rows[] = {
		{ "smtp", "smtp: " },
		{ "smtp.dialogue", "smtp: " },
		{ "a/b.c/d.e.f", "d.e: " },
		{ ".hidden", ".hidden: " },
		{ "two words\x01\xff.txt", "two_words__: " },
		{ "dir/", "_: " },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(strncmp(read_as(rows[i].file, "> x", 3), rows[i].begin,
		       strlen(rows[i].begin)) == 0,
		    "'%s' names its dialogue '%s'", rows[i].file,
		    rows[i].begin);
}

static void test_expressions(void)
{
	static const struct {
		const char *text, *means;
	} rows[] = {
		{ "^250 [0-9]+$", "[^250 [0-9]+$]" },
		{ "a\\.b\\r\\n\\x2e\\x41\\\\\\/\\-",
		    "[a\\.b\\x0d\\n\\.A\\\\/-]" },
		{ "(a)(?<id>[0-9]+)(?<_b>x|y)?", "[(a)([0-9]+)(x|y)?] id=2 "
						 "_b=3" },
		{ "[(](?<id>.)\\((.)", "[[(](.)\\((.)] id=1" },
		{ "a${host}(b)", "[a] {host} [(b)]" },
		{ "[]a[:digit:](\\\\\\n.-]", "[[]a[:digit:](\\\\n.-]]" },
		{ "[^]]*", "[[^]]*]" },
		{ "[a-f\\x30-\\x39]{1,4}", "[[a-f0-9]{1,4}]" },
		{ "(a|b){2}(c){2,}(${host})+",
		    "[(a|b){2}(c){2,}(] {host} [)+]" },
		{ "a]b}c\\{", "[a]b}c\\{]" },
		{ "\xC3\xBC(\xC3\xBC)*", "[\xC3\xBC(\xC3\xBC)*]" },
		{ "x{255}[0-9a-f]{64}", "[x{255}[0-9a-f]{64}]" },
	};
	char text[400], means[400];

	for (size_t i = 0; i < COUNT(rows); i++) {
		snprintf(text, sizeof(text), "<matches %s", rows[i].text);
		snprintf(
		    means, sizeof(means), "f: 1:<matches %s; ", rows[i].means);
		is_text(read_as("f", text, strlen(text)), means,
		    "the expression %s", rows[i].text);
	}
}

/* Whether the expression matches in the line, with the variable v. */
static bool matches(const char *expression, const char *line, const char *v)
{
	char text[200];
	struct variables known = { 0 };
	struct dialogue_file f;
	struct error err = ERROR_NONE;
	struct bytes all = { 0 };
	const char *why;

	variables_set(&known, "v", v, strlen(v));
	int len = snprintf(text, sizeof(text), "<matches %s", expression);
	if (dialogue_read("f", text, (size_t)len, &known, &f, &err) < 0) {
		printf("# %s\n", err.text);
		return false;
	}
	variables_expand_expression(
	    &known, &f.dialogues[0].steps[0].text, &all);
	struct expression *e = expression_new((char *)all.at, all.len, &why);
	bool result = e && expression_matches(e, line, strlen(line), NULL, 0);
	expression_free(e);
	bytes_free(&all);
	dialogue_file_free(&f);
	variables_free(&known);
	return result;
}

static void test_values_in_expressions(void)
{
	static const char special[] = "a^.[$()|*+?{\\}]b";

	ok(matches("^${v}$", special, special),
	    "a value matches itself in an expression");
	ok(!matches("^${v}$", "abc", "a.c"), "and nothing else");
	ok(matches("^\\x5b\\x2a\\x5c$", "[*\\", ""),
	    "an escaped byte matches itself");
	ok(matches("^[^\\r\\n\\\\]+$", "abc", "") &&
		!matches("^[^\\r\\n\\\\]+$", "a\\c", ""),
	    "escapes have their meaning in brackets");
	ok(matches("^[\\x80-\\xff]+$", "\xC3\xBC\xFF\x80", "") &&
		!matches("^[\\x80-\\xff]+$", "\xC3z", ""),
	    "a range may have bytes of all values");
}

static void test_variables(void)
{
	struct variables v = { 0 }, copy = { 0 };
	struct dialogue_part parts[] = { { false, (char *)"x=", 2 },
		{ true, (char *)"x", 1 } };
	struct dialogue_text text = { parts, 2 };
	struct bytes out = { 0 };

	ok(variables_is_name("_a9", 3) && variables_is_name("Zz", 2),
	    "names have letters, digits and underscores");
	ok(!variables_is_name("", 0) && !variables_is_name("9a", 2) &&
		!variables_is_name("a-b", 3) && !variables_is_name("\xE4", 1),
	    "and nothing else");
	variables_set(&v, "x", "\0.", 2);
	variables_copy(&copy, &v);
	variables_set(&v, "x", v.items[0].value.at + 1, 1);
	variables_set(&v, "y", NULL, 0);
	ok(v.count == 2 && copy.count == 1 && !variables_find(&copy, "y"),
	    "a copy is another set");
	variables_expand(&v, &text, &out);
	ok(out.len == 3 && memcmp(out.at, "x=.", 3) == 0,
	    "a value may be a part of its old one");
	bytes_clear(&out);
	variables_expand(&copy, &text, &out);
	ok(out.len == 4 && memcmp(out.at, "x=\0.", 4) == 0,
	    "a value may have any bytes");
	bytes_clear(&out);
	variables_expand_expression(&copy, &text, &out);
	ok(out.len == 5 && memcmp(out.at, "x=\0\\.", 5) == 0,
	    "and is quoted in an expression");
	bytes_free(&out);
	variables_free(&copy);
	variables_free(&v);
}

static void test_sides(void)
{
	static const char text[] = "dialogue a\npause 1\n<begins x\n> y\n"
				   "dialogue b\n> eof\n";
	struct variables known = { 0 };
	struct dialogue_file f;
	struct error err = ERROR_NONE;

	ok(dialogue_read("f", text, strlen(text), &known, &f, &err) == 0,
	    "a file is read");
	const struct dialogue *a = dialogue_find(&f, "a");
	const struct dialogue *b = dialogue_find(&f, "b");
	ok(a && b && a != b && !dialogue_find(&f, "c"),
	    "dialogues are found by their names");
	is_int(b ? b->line : 0, 5, "a dialogue knows its line");
	ok(a && dialogue_unsayable(a, DIALOGUE_SERVER) == &a->steps[1],
	    "a pattern cannot be said");
	ok(a && !dialogue_unsayable(a, DIALOGUE_CLIENT) &&
		!dialogue_unsayable(b, DIALOGUE_SERVER),
	    "the rest can");
	dialogue_file_free(&f);
}

/* Adds a line of the manual as it is printed. */
static void add_line(struct bytes *out, const char *line)
{
	for (; *line; line++) {
		bool is_backslash = line[0] == '\\' && line[1] == 'e';
		bytes_add(out, line, 1);
		line += is_backslash;
	}
}

/* Reads an example, which follows in the page, up to its end. Returns -1 if it
 * is no file of dialogues, else whether it can be read. */
static int read_example(FILE *page)
{
	const struct variables none = { 0 };
	struct bytes text = { 0 };
	struct dialogue_file f = { 0 };
	struct error err = ERROR_NONE;
	char line[200];
	int result = -1;

	while (fgets(line, sizeof(line), page) && strcmp(line, ".Ed\n") != 0)
		add_line(&text, line);
	if (text.len > 9 && memcmp(text.at, "dialogue ", 9) == 0)
		result = dialogue_read("example", (char *)text.at, text.len,
			     &none, &f, &err) == 0;
	if (result >= 0)
		ok(result, "the example of '%s' can be read: %s",
		    result ? f.dialogues[0].name : "?", err.text);
	dialogue_file_free(&f);
	bytes_free(&text);
	return result;
}

static void test_manual(void)
{
	const char *tests = getenv("TESTS_SRCDIR");
	char path[2048], line[200];
	int count = 0;

	snprintf(path, sizeof(path), "%s/../man/genet-dialogue.5",
	    tests ? tests : "tests");
	FILE *page = fopen(path, "r");
	while (page && fgets(line, sizeof(line), page))
		if (strncmp(line, ".Bd ", 4) == 0)
			count += read_example(page) == 1;
	if (page)
		fclose(page);
	is_int(count, 6, "all examples of the manual can be read");
}

int main(void)
{
	test_steps();
	test_default_names();
	test_expressions();
	test_values_in_expressions();
	test_variables();
	test_sides();
	test_manual();
	return plan();
}
