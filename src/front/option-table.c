/* SPDX-License-Identifier: MIT */
/* The rows of several option groups in one table. */
#include "front/option-table.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* getopt_long returns LONG_BASE + i for the long option of row i. Letters are
 * below LONG_BASE, so that both can be told apart. */
#define LONG_BASE 256

static int arg_need(const struct option_spec *spec)
{
	if (!*spec->arg)
		return no_argument;
	return spec->arg[0] == '[' ? optional_argument : required_argument;
}

void option_table_build(struct option_table *t, const struct option_scan *scan)
{
	size_t total = 0, used = 0, longs = 0;

	for (size_t g = 0; scan->groups[g]; g++)
		total += scan->groups[g]->count;
	*t = (struct option_table){
		.specs = xcalloc(total, sizeof(*t->specs)),
		.longs = xcalloc(total + 1, sizeof(*t->longs)),
		.shorts = xcalloc(2 * total + 3, 1),
	};
	/* Order as typed ('-') or stop ('+'); tell missing values (':'). */
	t->shorts[used++] = scan->until_operand || scan->takes_line ? '+' : '-';
	t->shorts[used++] = ':';
	for (size_t g = 0; scan->groups[g]; g++) {
		for (size_t i = 0; i < scan->groups[g]->count; i++) {
			const struct option_spec *spec =
			    &scan->groups[g]->specs[i];
			if (*spec->name)
				t->longs[longs++] = (struct option){
					.name = spec->name,
					.has_arg = arg_need(spec),
					.val = LONG_BASE + (int)t->count,
				};
			t->specs[t->count++] = spec;
			if (spec->letter)
				t->shorts[used++] = spec->letter;
			if (spec->letter && *spec->arg)
				t->shorts[used++] = ':';
		}
	}
}

void option_table_free(struct option_table *t)
{
	free(t->specs);
	free(t->longs);
	free(t->shorts);
}

bool option_table_is_long(int answer)
{
	return answer >= LONG_BASE;
}

const struct option_spec *option_table_find(
    const struct option_table *t, int answer)
{
	if (option_table_is_long(answer))
		return (size_t)answer - LONG_BASE < t->count
		           ? t->specs[answer - LONG_BASE]
		           : NULL;
	for (size_t i = 0; i < t->count; i++)
		if (t->specs[i]->letter && t->specs[i]->letter == answer)
			return t->specs[i];
	return NULL;
}
