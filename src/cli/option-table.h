/* SPDX-License-Identifier: MIT */
/* The rows of several option groups, in one table, and getopt's form of it. */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include <getopt.h>

#include "cli/option.h"

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
