/* SPDX-License-Identifier: MIT */
/* The rows of several option groups, in one table, and getopt's form of it. */
#ifndef FRONT_OPTION_TABLE_H
#define FRONT_OPTION_TABLE_H

#include <getopt.h>

#include "args/option-spec.h"

/* What may stand in a command line, or a part of it. */
struct option_scan {
	const struct option_group *const *groups; /* ends in NULL */
	const char *command; /* for messages; NULL: before the command */
	bool until_operand;  /* stop at the first operand, and leave it */
	bool takes_program;  /* "--" begins a program, not operands */
	bool takes_line;     /* behind an operand all are operands */
	bool (*is_command)(const char *word); /* for messages; may be NULL */
};

struct option_table {
	const struct option_spec **specs;
	size_t count;
	struct option *longs;
	char *shorts;
};

void option_table_build(struct option_table *t, const struct option_scan *scan);
void option_table_free(struct option_table *t);

/* The row that getopt_long's answer stands for; NULL: it is none. */
const struct option_spec *option_table_find(
    const struct option_table *t, int answer);

/* Whether the answer stands for a long option, not for a letter. */
bool option_table_is_long(int answer);

#endif
