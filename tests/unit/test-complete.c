/* SPDX-License-Identifier: MIT */
/* Completion: that each option and operand has a source of candidates, and what
 * the words before the cursor make of the word there. */
#include <string.h>

#include "front/commands.h"
#include "front/complete/cursor.h"
#include "front/complete/sources.h"
#include "tap.h"

static void test_options(const struct command *command)
{
	for (const struct option_group *const *g = command->options; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++)
			ok(sources_know_value(&(*g)->specs[i]),
			    "%s --%s: a value such as %s is known",
			    command->name, (*g)->specs[i].name,
			    (*g)->specs[i].arg);
}

static void test_sources(void)
{
	const struct option_spec unknown = { .name = "new", .arg = "THING" };
	const struct command strange = { .operands = "THING" };

	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->is_for_scripts)
			continue;
		if (!(*c)->is_foreign)
			test_options(*c);
		ok(sources_know_operands(*c), "%s: its operands %s are known",
		    (*c)->name, (*c)->operands);
	}
	for (size_t i = 0; i < option_group_global.count; i++)
		ok(sources_know_value(&option_group_global.specs[i]),
		    "the global option %zu is known", i);
	ok(!sources_know_value(&unknown), "a value of a new kind is not");
	ok(!sources_know_operands(&strange), "nor an operand of a new kind");
}

#define WORDS 10

static const struct {
	const char *words[WORDS]; /* the last is that at the cursor */
	enum cursor_place place;
	const char *command, *option;
	int at, operands; /* of the value, or of the program */
} rows[] = {
	{ { "genet", "" }, CURSOR_AT_COMMAND, NULL, NULL, 0, 0 },
	{ { "genet", "-" }, CURSOR_AT_OPTION, NULL, NULL, 0, 0 },
	{ { "genet", "--color", "" }, CURSOR_AT_VALUE, NULL, "color", 0, 0 },
	{ { "genet", "--color", "never", "" }, CURSOR_AT_COMMAND, NULL, NULL, 0,
	    0 },
	{ { "genet", "unix", "" }, CURSOR_AT_COMMAND, NULL, NULL, 0, 0 },
	{ { "genet", "unix", "send", "" }, CURSOR_AT_OPERAND, "unix send", NULL,
	    0, 0 },
	{ { "genet", "connect", "" }, CURSOR_AT_OPERAND, "connect", NULL, 0,
	    0 },
	{ { "genet", "connect", "h", "" }, CURSOR_AT_OPERAND, "connect", NULL,
	    0, 1 },
	{ { "genet", "connect", "-4n", "h", "-" }, CURSOR_AT_OPTION, "connect",
	    NULL, 0, 1 },
	{ { "genet", "connect", "-o", "" }, CURSOR_AT_VALUE, "connect",
	    "output", 0, 0 },
	{ { "genet", "connect", "-4o", "" }, CURSOR_AT_VALUE, "connect",
	    "output", 0, 0 },
	{ { "genet", "connect", "-of", "" }, CURSOR_AT_OPERAND, "connect", NULL,
	    0, 0 },
	{ { "genet", "connect", "--output", "f", "" }, CURSOR_AT_OPERAND,
	    "connect", NULL, 0, 0 },
	{ { "genet", "connect", "--output=f", "" }, CURSOR_AT_OPERAND,
	    "connect", NULL, 0, 0 },
	{ { "genet", "connect", "--engine=s" }, CURSOR_AT_VALUE, "connect",
	    "engine", 9, 0 },
	{ { "genet", "connect", "--nonsense=s" }, CURSOR_AT_OPTION, "connect",
	    NULL, 0, 0 },
	{ { "genet", "connect", "--output", "--", "-" }, CURSOR_AT_OPTION,
	    "connect", NULL, 0, 0 },
	{ { "genet", "connect", "--", "-" }, CURSOR_AT_OPERAND, "connect", NULL,
	    0, 0 },
	{ { "genet", "udp-send", "--reply", "" }, CURSOR_AT_OPERAND, "udp-send",
	    NULL, 0, 0 },
	{ { "genet", "connect", "--exec", "h", "--", "gre" }, CURSOR_AT_PROGRAM,
	    "connect", NULL, 5, 1 },
	{ { "genet", "listen", "0", "--during", "--", "grep", "-" },
	    CURSOR_AT_PROGRAM, "listen", NULL, 5, 1 },
	{ { "genet", "listen", "--exec", "--", "a", "--", "-" },
	    CURSOR_AT_PROGRAM, "listen", NULL, 4, 0 },
	{ { "genet", "wait", "a:1", "--", "" }, CURSOR_AT_PROGRAM, "wait", NULL,
	    4, 1 },
	{ { "genet", "pair-demo", "--", "cat", "--", "" }, CURSOR_AT_PROGRAM,
	    "pair-demo", NULL, 5, 0 },
	{ { "genet", "translate", "nc", "-" }, CURSOR_AT_PROGRAM, "translate",
	    NULL, 2, 1 },
	{ { "genet", "nc", "-p", "1", "" }, CURSOR_AT_OPERAND, "nc", NULL, 0,
	    0 },
	{ { "genet", "xyzzy", "" }, CURSOR_AT_COMMAND, NULL, NULL, 0, 0 },
};

static void test_cursor(size_t row)
{
	int count = 0;

	while (count < WORDS && rows[row].words[count])
		count++;
	struct cursor c = cursor_find(rows[row].words, count);
	const char *before = rows[row].words[count - 2];
	is_int(c.place, rows[row].place, "row %zu, behind '%s': the place", row,
	    before);
	is_text(c.command ? c.command->name : NULL, rows[row].command,
	    "row %zu: the command", row);
	is_text(c.place == CURSOR_AT_VALUE ? c.spec->name : NULL,
	    rows[row].option, "row %zu: the option", row);
	is_int(c.place == CURSOR_AT_PROGRAM ? c.program_at : c.value_at,
	    rows[row].at, "row %zu: where it begins", row);
	is_int(
	    c.operand_count, rows[row].operands, "row %zu: the operands", row);
	cursor_free(&c);
}

int main(void)
{
	test_sources();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		test_cursor(i);
	return plan();
}
