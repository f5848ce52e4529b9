/* SPDX-License-Identifier: MIT */
/* What stands before the cursor. */
#include "front/complete/cursor.h"

#include <stdlib.h>
#include <string.h>

#include "front/commands.h"

/* How the words before the cursor are read. */
struct reading {
	struct cursor *cursor;
	const struct option_spec *expecting; /* the next word is its value */
	bool wants_program;                  /* as --exec does */
	int dashes;                          /* how many "--" were read */
	int programs;                        /* how many of them are allowed */
};

/* Options */

static bool needs_value(const struct option_spec *spec)
{
	return *spec->arg && spec->arg[0] != '[';
}

static const struct option_spec *find_letter(
    const struct cursor *c, char letter)
{
	for (const struct option_group *const *g = c->groups; *g; g++)
		for (size_t i = 0; i < (*g)->count; i++)
			if ((*g)->specs[i].letter == letter)
				return &(*g)->specs[i];
	return NULL;
}

static void note(struct reading *r, const struct option_spec *spec)
{
	r->wants_program |= spec && spec->kind == OPTION_PROGRAM;
}

static void read_long(struct reading *r, const char *word)
{
	size_t len = strcspn(word, "=");
	const struct option_spec *spec =
	    commands_find_option(r->cursor->groups, word, len);

	note(r, spec);
	if (spec && needs_value(spec) && !word[len])
		r->expecting = spec;
}

static void read_letters(struct reading *r, const char *letters)
{
	for (; *letters; letters++) {
		const struct option_spec *spec =
		    find_letter(r->cursor, *letters);
		note(r, spec);
		if (!spec || !needs_value(spec))
			continue;
		if (!letters[1])
			r->expecting = spec;
		return;
	}
}

/* Commands */

static void set_groups(struct cursor *c)
{
	free((void *)(uintptr_t)c->groups);
	c->groups = commands_groups(c->command);
}

/* How many programs can follow, each behind "--". */
static int count_programs(const struct command *command)
{
	const char *at = command->operands;
	int count = 0;

	while ((at = strstr(at, "-- "))) {
		count++;
		at += 3;
	}
	return count;
}

/* Whether the word makes a command of two words of one that has one. */
static bool read_second(struct reading *r, const char *word)
{
	struct cursor *c = r->cursor;
	const char *const two[] = { c->command->name, word, NULL };
	int used;
	const struct command *longer =
	    c->operand_count > 0 ? NULL : commands_find(two, &used);

	if (!longer || used < 2)
		return false;
	c->command = longer;
	set_groups(c);
	return true;
}

/* Returns whether it was the word of a command. */
static bool read_command(struct reading *r, const char *word)
{
	struct cursor *c = r->cursor;
	const char *const one[] = { word, NULL };
	const char *const two[] = { c->family, word, NULL };
	int used;

	if (c->command)
		return read_second(r, word);
	c->command = commands_find(c->family ? two : one, &used);
	if (c->command) {
		set_groups(c);
		r->programs = count_programs(c->command);
	} else {
		c->family = word;
	}
	return true;
}

/* The line */

static void read_operand(struct reading *r, const char *word, int at)
{
	struct cursor *c = r->cursor;

	if (c->operand_count < CURSOR_OPERANDS)
		c->operands[c->operand_count++] = word;
	if (c->command->takes_line) {
		c->place = CURSOR_AT_PROGRAM;
		c->program_at = at;
	}
}

/* The last program is the one that is being written. */
static void read_dashes(struct reading *r, int at)
{
	struct cursor *c = r->cursor;
	bool takes =
	    r->wants_program || (c->command && c->command->takes_program);

	if (!takes || r->dashes >= (r->programs > 0 ? r->programs : 1)) {
		c->only_operands = true;
		return;
	}
	r->dashes++;
	c->place = CURSOR_AT_PROGRAM;
	c->program_at = at + 1;
}

static void read_word(struct reading *r, const char *word, int at)
{
	struct cursor *c = r->cursor;
	bool is_in_program = c->place == CURSOR_AT_PROGRAM;

	if (r->expecting)
		r->expecting = NULL;
	else if (strcmp(word, "--") == 0 && !c->only_operands)
		read_dashes(r, at);
	else if (is_in_program)
		return;
	else if (word[0] == '-' && word[1] == '-' && !c->only_operands)
		read_long(r, word + 2);
	else if (word[0] == '-' && word[1] && !c->only_operands)
		read_letters(r, word + 1);
	else if (!read_command(r, word))
		read_operand(r, word, at);
}

static void find_place(struct reading *r)
{
	struct cursor *c = r->cursor;
	const char *word = c->word;
	size_t name = strcspn(word, "=");

	if (c->place == CURSOR_AT_PROGRAM)
		return;
	c->spec = r->expecting;
	if (!c->spec && strncmp(word, "--", 2) == 0 && word[name] &&
	    !c->only_operands) {
		c->spec = commands_find_option(c->groups, word + 2, name - 2);
		c->value_at = c->spec ? (int)name + 1 : 0;
	}
	if (c->spec)
		c->place = CURSOR_AT_VALUE;
	else if (word[0] == '-' && !c->only_operands)
		c->place = CURSOR_AT_OPTION;
	else if (c->command)
		c->place = CURSOR_AT_OPERAND;
}

struct cursor cursor_find(const char *const *words, int count)
{
	struct cursor c = { .word = words[count - 1] };
	struct reading r = { .cursor = &c };

	set_groups(&c);
	for (int i = 1; i < count - 1; i++)
		read_word(&r, words[i], i);
	find_place(&r);
	return c;
}

void cursor_free(struct cursor *c)
{
	free((void *)(uintptr_t)c->groups);
}
