/* SPDX-License-Identifier: MIT */
/* What people are told of a file of dialogues that cannot be read. */
#include <stdio.h>
#include <string.h>

#include "dialogue/dialogue-read.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The error, without "f:", as a text that lives until the next one. */
static const char *refusal(const char *text)
{
	static struct error err;
	struct variables known = { 0 };
	struct dialogue_file f;

	err = (struct error)ERROR_NONE;
	variables_set(&known, "host", "x", 1);
	int result = dialogue_read("f", text, strlen(text), &known, &f, &err);
	dialogue_file_free(&f);
	variables_free(&known);
	return result == 0 ? "it is read" : err.text + 2;
}

/* clang-format off */
static const struct {
	const char *text, *begin, *part;
} lines[] = {
	/* what no step begins with */
	{ "", "1:1: the file has no step", "'dialogue NAME'" },
	{ "# x\n\n", "1:1: the file has no step", "'> ' or '< '" },
	{ "> a\nEHLO me", "2:1: 'EHLO' begins no step", "'> ' before what the client says" },
	{ "> a\n > b", "2:1: a blank at the beginning", "first column" },
	{ "dialoge x", "1:1: 'dialoge' begins no step", "is 'dialogue' meant?" },
	{ "paus 1s", "1:1: 'paus' begins no step", "is 'pause' meant?" },
	{ "> a\ninclude b", "2:1: 'include' begins no step", "'#'" },
	/* bytes */
	{ "> a \n", "1:4: a blank at the end", "\\x20" },
	{ "> ", "1:2: a blank at the end", "\\x20" },
	{ "> a\r\n", "1:4: a carriage return at the end", "newline alone" },
	{ "> a\rb\n", "1:4: the control byte 0x0d", "\\x0d" },
	{ ">\ta", "1:2: a tab", "\\t in a text" },
	{ "> \x1b[m", "1:3: the control byte 0x1b", "\\x1b" },
	{ "> \xC3\xBC\xFF", "1:4: the byte 0xff, which is not UTF-8", "\\xff" },
	{ "> a\xE2\x80\xAE", "1:4: an invisible control character", "\\xe2" },
	/* dialogues */
	{ "dialogue", "1:9: a dialogue without a name", "dialogue NAME" },
	{ "dialogue a b", "1:11: a blank in the name", "without blanks" },
	{ "> a\ndialogue b", "2:1: a dialogue below steps that belong to none", "above the first step" },
	{ "dialogue a\ndialogue b\n> x\ndialogue a", "4:1: the dialogue 'a' is there already, in line 1", "another name" },
	/* the sign of a side */
	{ ">EHLO", "1:2: '>EHLO' is no step; expected a blank between '>' and a text", ">begins" },
	{ "<250 ok", "1:2: '<250' is no step; expected a blank between '<' and a text", "<until" },
	{ "<begin x", "1:2: '<begin' is no step", "is '<begins' meant?" },
	{ ">eof", "1:2: '>eof' is no step", "is '> eof' meant?" },
	{ "< a\n<reset", "2:2: '<reset' is no step", "is '< reset' meant?" },
	{ "<begins=x", "1:8: expected a blank behind '<begins'", "" },
	{ ">+x", "1:3: expected a blank behind '>+'", "" },
	/* the order of steps */
	{ "> eof\n> a", "2:1: the client has ended its stream", "'> reset'" },
	{ "< eof\n> a\n<begins b", "3:1: the server has ended its stream", "'< reset'" },
	{ "> eof\n> eof", "2:1: the client has ended its stream", "" },
	{ "< reset\n< eof", "2:1: the connection was reset", "" },
	{ "> reset\n< a", "2:1: the connection was reset", "no step behind" },
	{ "> a\n<+ b", "2:1: '<+' goes on with the step before, which is no text of the server", "'< '" },
	{ "> a\npause 1s\n>+ b", "3:1: '>+' goes on", "" },
	{ "> eof\n>+ b", "2:1: the client has ended its stream", "" },
	{ "<bytes 4\n<+ b", "2:1: '<+' goes on", "" },
	{ "<matches a\n<+ b", "2:1: '<+' behind an expression", "on one line" },
	{ "dialogue a\n> a\ndialogue b\n>+ c", "4:1: '>+' goes on", "" },
	/* texts */
	{ "> a\\q", "1:4: '\\q' is no escape", "\\xHH" },
	{ "> \xC3\xBC\\\xC3\xBC", "1:4: '\\\xC3\xBC' is no escape", "" },
	{ "> a\\", "1:4: a backslash at the end", "\\\\ for the backslash" },
	{ "> \\x4", "1:3: \\x without two hexadecimal digits", "\\x0d" },
	{ "> \\x4g", "1:3: \\x without two hexadecimal digits", "\\x0d" },
	{ "> a${", "1:4: ${ without a name and }", "\\x24{" },
	{ "> ${a-b}", "1:3: ${ without a name and }", "${id}" },
	{ "> ${hots}", "1:3: ${hots} is not known here", "is ${host} meant?" },
	{ "> ${password}", "1:3: ${password} is not known here", "an earlier step" },
	{ "<until(id) ${id}", "1:12: ${id} is not known here", "" },
	{ "dialogue a\n<until(sid) x\ndialogue b\n> ${sid}", "4:3: ${sid} is not known here", "" },
	/* other values */
	{ "pause", "1:6: a pause without a time", "250ms" },
	{ "pause soon", "1:7: 'soon' is no time to wait", "1.5s" },
	{ "pause never", "1:7: 'never' is no time to wait", "" },
	{ "pause 9000h", "1:7: '9000h' is no time to wait", "" },
	{ "<bytes", "1:7: '<bytes' alone; expected a blank and a number of bytes", "" },
	{ "<bytes 0", "1:8: '0' is no number of bytes", "64K" },
	{ "<bytes 1x", "1:8: '1x' is no number of bytes", "" },
	{ "<until", "1:7: '<until' alone; expected a blank and the text that ends the step", "" },
	{ "<matches", "1:9: '<matches' alone; expected a blank and a regular expression", "" },
	{ "<until(2) x", "1:8: expected a name of letters", "<until(name)" },
	{ "<until(a x", "1:8: expected a name of letters", "" },
	{ "<matches(a) x", "1:9: a name before an expression", "(?<name>" },
	{ ">(a) x", "1:2: a name for an exact text", "" },
	{ ">+(a) x", "1:3: a name for an exact text", "" },
}, expressions[] = {
	/* in "<matches ", so that its first column is 10 */
	{ "(a", "12: expected a closing parenthesis", "\\(" },
	{ "a)", "11: a closing parenthesis without", "\\)" },
	{ "[a", "10: [ without ]", "\\[" },
	{ "[]", "10: [ without ]", "" },
	{ "[[:digit]", "11: [: in brackets", "[:digit:]" },
	{ "[[:\\x61:]]", "11: [: in brackets", "" },
	{ "[[.-.]]", "11: [. in brackets", "[:digit:]" },
	{ "[[:letter:]]", "10: a class of characters in brackets is unknown", "" },
	{ "[z-a]", "10: a range in brackets ends before it begins", "" },
	{ "[${host}]", "11: a variable in brackets", "" },
	{ "[\xC3\xBC]", "11: '\xC3\xBC' in brackets", "(a|\xC3\xBC)" },
	{ "[a\\]]", "12: an escape for a byte that has a meaning", "] as the first" },
	{ "[\\x2d]", "11: an escape for a byte that has a meaning", "" },
	{ "*a", "10: * has nothing before it", "\\*" },
	{ "^+", "11: + has nothing before it", "\\+" },
	{ "(?a)", "10: (?, which POSIX", "(?<name>" },
	{ "(?:a)", "10: (?, which POSIX", "" },
	{ "(?<1>a)", "13: expected a name", "(?<name>" },
	{ "(?<id", "13: expected a name", "" },
	{ "(?<id>a)(?<id>b)", "21: the name id is given twice", "" },
	{ "a|", "12: an empty alternative", "(a)?" },
	{ "()", "11: an empty alternative", "" },
	{ "|a", "10: an empty alternative", "" },
	{ "(a||b)", "13: an empty alternative", "" },
	{ "a*?", "12: a repetition of a repetition", "\\?" },
	{ "a{2}{3}", "14: a repetition of a repetition", "" },
	{ "${host}*", "17: a repetition of a variable", "parentheses" },
	{ "\xC3\xBC+", "11: a repetition of a character of several bytes", "" },
	{ "a{", "11: expected a repetition such as {2}", "\\{" },
	{ "a{,3}", "11: expected a repetition such as {2}", "" },
	{ "a{3", "11: expected a repetition such as {2}", "" },
	{ "a{3,2}", "11: the repetition {3,2} ends before it begins", "" },
	{ "{2}", "10: { has nothing before it", "" },
	{ "(((a{100}){100}){100})", "10: the expression is too large", "" },
	{ "a{10001}", "10: a repetition is none, or too large", "" },
	{ "(((((((((((((((((((((((((((((((a", "40: too many groups", "30" },
	{ "(a)\\1", "13: the back-reference \\1", "${name}" },
	{ "\\d+", "10: \\d, which POSIX", "[0-9]" },
	{ "a\\S", "11: \\S, which POSIX", "[^[:space:]]" },
	{ "\\by", "10: '\\b' is no escape", "such as \\." },
	{ "${hots}", "10: ${hots} is not known here", "${host}" },
};
/* clang-format on */

static void check(const char *text, const char *begin, const char *part)
{
	const char *got = refusal(text);
	bool begins = strncmp(got, begin, strlen(begin)) == 0;

	if (!ok(begins && strstr(got, part), "%s ... %s", begin, part))
		printf("# of '%s' is said: %s\n", text, got);
}

static void test_length(void)
{
	char text[3000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ok(strlen(refusal(text)) < 500, "a long line is not shown");
	memcpy(text, "> ${", 4);
	text[sizeof(text) - 2] = '}';
	ok(strlen(refusal(text)) < 500, "nor is a long name");
	memcpy(text, "<bb", 3);
	ok(strlen(refusal(text)) < 500, "nor is a long keyword");
}

int main(void)
{
	char text[200], begin[100];

	for (size_t i = 0; i < COUNT(lines); i++)
		check(lines[i].text, lines[i].begin, lines[i].part);
	for (size_t i = 0; i < COUNT(expressions); i++) {
		snprintf(
		    text, sizeof(text), "<matches %s", expressions[i].text);
		snprintf(begin, sizeof(begin), "1:%s", expressions[i].begin);
		check(text, begin, expressions[i].part);
	}
	test_length();
	return plan();
}
