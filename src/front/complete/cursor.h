/* SPDX-License-Identifier: MIT */
/* What the words before the cursor say about the word at the cursor. */
#ifndef FRONT_COMPLETE_CURSOR_H
#define FRONT_COMPLETE_CURSOR_H

#include <stdbool.h>

#include "cmd/command.h"

/* An option and its value are in one word if --name=VALUE is typed. */
enum cursor_place {
	CURSOR_AT_COMMAND, /* or at an option before it */
	CURSOR_AT_OPTION,
	CURSOR_AT_VALUE, /* of spec */
	CURSOR_AT_OPERAND,
	CURSOR_AT_PROGRAM, /* another command line begins at program_at */
};

#define CURSOR_OPERANDS 8

struct cursor {
	enum cursor_place place;
	const char *word;              /* at the cursor */
	const char *family;            /* "unix", if one word of two is there */
	const struct command *command; /* NULL: not known yet */
	const struct option_group *const *groups; /* of the options; ends in
	                                             NULL */
	const struct option_spec *spec;
	int value_at; /* in the word: where the value of spec begins */
	int program_at;
	const char *operands[CURSOR_OPERANDS]; /* before the cursor */
	int operand_count;
	bool only_operands; /* "--" ends the options */
};

/* The words are those from the name of the program to the cursor, at least two;
 * the last one may be empty. They must outlive the cursor. */
struct cursor cursor_find(const char *const *words, int count);

/* Frees what was allocated. */
void cursor_free(struct cursor *c);

#endif
