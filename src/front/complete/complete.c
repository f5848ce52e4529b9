/* SPDX-License-Identifier: MIT */
/* complete: what could stand at the cursor of a command line, for the scripts
 * by which shells complete words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/commands.h"
#include "front/complete/candidates.h"
#include "front/complete/cursor.h"
#include "front/complete/sources.h"
#include "sys/output/stdout.h"

static void add_option(
    const struct candidates *c, const struct option_spec *spec)
{
	bool wants_letter = strcmp(c->typed, "-") == 0 || !*spec->name;
	char letter[] = { '-', spec->letter, '\0' };

	if (spec->letter && wants_letter)
		candidates_add(c, letter, spec->help);
	if (!*spec->name)
		return;
	char *word = xasprintf("--%s", spec->name);
	candidates_add(c, word, spec->help);
	free(word);
}

static void add_options(const struct cursor *cursor, const struct candidates *c)
{
	for (const struct option_group *const *g = cursor->groups; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++)
			add_option(c, &(*g)->specs[i]);
}

static void print_all(const struct cursor *cursor)
{
	struct candidates c = candidates_make(cursor->word);

	switch (cursor->place) {
	case CURSOR_AT_COMMAND:
		commands_offer(cursor->family, candidates_take, &c);
		break;
	case CURSOR_AT_OPTION:
		add_options(cursor, &c);
		break;
	case CURSOR_AT_VALUE:
		candidates_keep(&c, cursor->value_at);
		sources_add_values(cursor, &c);
		break;
	case CURSOR_AT_OPERAND:
		if (cursor->command && cursor->operand_count == 0)
			commands_offer(
			    cursor->command->name, candidates_take, &c);
		sources_add_operands(cursor, &c);
		break;
	case CURSOR_AT_PROGRAM:
		printf(":program %d\n", cursor->program_at);
		break;
	}
	candidates_free(&c);
}

static int complete_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct cursor cursor = cursor_find(cfg->operands, cfg->operand_count);

	print_all(&cursor);
	cursor_free(&cursor);
	return stdout_flush(err);
}

const struct command cmd_complete = {
	.name = "complete",
	.manual = "genet",
	.operands = "genet [WORD...] WORD",
	.summary = "Print what could be the last word of a command line",
	.examples = "  genet complete genet connect --eng\n",
	.options = commands_no_options,
	.min_operands = 2,
	.max_operands = 10000,
	.takes_line = true,
	.is_for_scripts = true,
	.run = complete_run,
};
