/* SPDX-License-Identifier: MIT */
/* Regular expressions: what they match, and that they agree with regexec(3). */
#include <regex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "chance.h"
#include "dialogue/expression.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The groups that have matched, "[a][-]", as a text that lives until the next
 * one; "no", or why the text is no expression. */
static const char *match(const char *text, const char *bytes, size_t len)
{
	static char result[200];
	struct expression_span spans[3];
	const char *why = NULL;
	struct expression *e = expression_new(text, strlen(text), &why);

	if (!e)
		return why;
	bool does = expression_matches(e, bytes, len, spans, 3);
	snprintf(result, sizeof(result), "%s", does ? "" : "no");
	for (size_t i = 0; does && i < 3; i++) {
		size_t used = strlen(result);
		if (spans[i].begin == SIZE_MAX)
			snprintf(result + used, sizeof(result) - used, "[-]");
		else
			snprintf(result + used, sizeof(result) - used, "[%.*s]",
			    (int)(spans[i].end - spans[i].begin),
			    bytes + spans[i].begin);
	}
	expression_free(e);
	return result;
}

/* clang-format off */
static const struct {
	const char *text, *bytes, *result;
} rows[] = {
	{ "(a)(b)?(c)", "xac", "[a][-][c]" },
	{ "^(.*)-(.*)$", "a-b-c", "[a-b][c][-]" },
	{ "([0-9]+)", "abc 250 10", "[250][-][-]" },
	{ "(a|ab)(c|bcd)?$", "abcd", "[a][bcd][-]" },
	{ "^a", "ba", "no" },
	{ "a$", "ab", "no" },
	{ "^$", "", "[-][-][-]" },
	{ "^((a)|b)*$", "ab", "[b][a][-]" },
	{ "(a*)*(b)", "aab", "[aa][b][-]" },
	{ "(a*)+$", "b", "[][-][-]" },
	{ "^(ab){2}(ab)?$", "ababab", "[ab][ab][-]" },
	{ "^a{2,3}$", "a", "no" },
	{ "^a{2,3}$", "aaaa", "no" },
	{ "^(a{2,})$", "aaaa", "[aaaa][-][-]" },
	{ "^(a{0})b$", "b", "[][-][-]" },
	{ "^x(a{2}|b){2}$", "xaab", "[b][-][-]" },
	{ "^(a|b|c)(d|e|)$", "ce", "[c][e][-]" },
	{ "([^]a-c-]+)", "a]-xyz-", "[xyz][-][-]" },
	{ "([]-]+)", "a]-x", "[]-][-][-]" },
	{ "([[:digit:]x[:upper:]-]+)", "a1xB-c", "[1xB-][-][-]" },
	{ "\\.\\*\\\\", "a.*\\", "[-][-][-]" },
	{ "(.)$", "\xC3\xBC", "[\xBC][-][-]" },
	{ "(a", "a", "a group is not closed" },
	{ "[a", "a", "a bracket is not closed" },
	{ "[[:x:]]", "a", "a class of characters in brackets is unknown" },
	{ "[b-a]", "a", "a range in brackets ends before it begins" },
	{ "*", "a", "a repetition or a backslash has nothing it refers to" },
	{ "a\\", "a", "a repetition or a backslash has nothing it refers to" },
	{ "a{3,2}", "a", "a repetition is none, or too large" },
	{ "a{x}", "a", "a repetition is none, or too large" },
	{ "a{99999999999}", "a", "a repetition is none, or too large" },
	{ "((a{1000}){1000}){1000}", "a", "the expression is too large" },
};
/* clang-format on */

static void test_rows(void)
{
	char deep[400] = "";

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(
		    match(rows[i].text, rows[i].bytes, strlen(rows[i].bytes)),
		    rows[i].result, "%s in '%s'", rows[i].text, rows[i].bytes);
	memset(deep, '(', 300);
	is_text(match(deep, "", 0), "too many groups are in one another",
	    "groups are not infinitely deep");
	is_text(
	    match("^([^a]+)$", "\0\xFF\n", 3), "[][-][-]", "bytes may be any");
}

/* Each of these needs the square of the length, or more, where matching goes
 * back. */
static void test_long_lines(void)
{
	static const char *const texts[] = { "([0-9]+)x", "(.*)(.*)(.*)x",
		"(0*)*x", "(0|0|0)*(0?){20}x", "^(0+)+$x" };
	size_t len = 1 << 18;
	char *zeros = malloc(len);

	if (zeros)
		memset(zeros, '0', len);
	for (size_t i = 0; zeros && i < COUNT(texts); i++)
		is_text(match(texts[i], zeros, len), "no",
		    "%s does not match in 256 KiB", texts[i]);
	free(zeros);
}

/* Whether the C library can be a measure: regexec(3) of musl 1.2.3 matches this
 * line, which the expression does not. */
static bool library_is_right(void)
{
	regex_t compiled;
	bool right = regcomp(&compiled,
			 "^(((([b-d]))+.[^a]|[^a]{0,2})((([^a]+[b-d]a){2,}c|a.)"
			 "+a|(b)|[ab]a{0,2}c){2,})",
			 REG_EXTENDED | REG_NOSUB) == 0 &&
	             regexec(&compiled, "adacaaa", 0, NULL, 0) == REG_NOMATCH;

	regfree(&compiled);
	return right;
}

/* Without ^ and $, which glibc takes for true in some repeated groups. */
static void draw(struct chance *c, struct bytes *out, int depth)
{
	static const char *const atoms[] = { "a", "b", "c", ".", "[ab]", "[^a]",
		"[b-d]" };
	static const char *const repetitions[] = { "*", "+", "?", "{2}",
		"{1,2}", "{0,2}", "{2,}" };

	for (size_t left = 1 + chance_below(c, 3); left > 0; left--) {
		bool is_group = depth > 0 && chance_below(c, 3) == 0;
		bytes_add_text(
		    out, is_group ? "(" : atoms[chance_below(c, COUNT(atoms))]);
		if (is_group) {
			draw(c, out, depth - 1);
			bytes_add_text(out, ")");
		}
		if (chance_below(c, 3) == 0)
			bytes_add_text(out,
			    repetitions[chance_below(c, COUNT(repetitions))]);
	}
	if (depth > 0 && chance_below(c, 4) == 0) {
		bytes_add_text(out, "|");
		draw(c, out, depth - 1);
	}
}

/* Whether genet and the C library say the same of it, for several lines. */
static bool agrees(struct chance *c, const char *text)
{
	const char *why = NULL;
	struct expression *e = expression_new(text, strlen(text), &why);
	regex_t compiled;
	char line[9];
	bool same = true;

	if (!e || regcomp(&compiled, text, REG_EXTENDED | REG_NOSUB) != 0) {
		printf("# %s: %s\n", text, why ? why : "regcomp");
		expression_free(e);
		return false;
	}
	for (int round = 0; round < 20 && same; round++) {
		size_t len = chance_below(c, sizeof(line));
		for (size_t i = 0; i < len; i++)
			line[i] = (char)('a' + chance_below(c, 4));
		line[len] = '\0';
		bool theirs = regexec(&compiled, line, 0, NULL, 0) == 0;
		same = expression_matches(e, line, len, NULL, 0) == theirs;
		if (!same)
			printf("# %s in '%s': not %d\n", text, line, !theirs);
	}
	regfree(&compiled);
	expression_free(e);
	return same;
}

static void test_against_library(void)
{
	struct chance c = { 4711 };
	int rounds = 0;
	bool same = true;

	for (; rounds < 3000 && same; rounds++) {
		struct bytes text = { 0 };
		bytes_add_text(&text, chance_below(&c, 2) ? "^(" : "(");
		draw(&c, &text, 3);
		bytes_add_text(&text, chance_below(&c, 2) ? ")$" : ")");
		bytes_add(&text, "", 1);
		same = agrees(&c, (char *)text.at);
		bytes_free(&text);
	}
	ok(same, "%d expressions match what regexec(3) matches", rounds);
}

int main(void)
{
	test_rows();
	test_long_lines();
	if (library_is_right())
		test_against_library();
	return plan();
}
