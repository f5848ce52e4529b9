/* SPDX-License-Identifier: MIT */
/* The rows of all option tables. */
#include <string.h>

#include "args/nc-letters.h"
#include "front/commands.h"
#include "tap.h"

#define HAS_END(text) (memchr(text, '\0', sizeof(text)) != NULL)

/* C takes a text without its NUL if the array has no room for it. */
static void check_ends(const struct option_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct option_spec *spec = &group->specs[i];
		ok(HAS_END(spec->name) && HAS_END(spec->arg) &&
			HAS_END(spec->help),
		    "%s: the texts of row %zu have their ends", group->title,
		    i);
	}
}

static void test_ends(void)
{
	for (size_t c = 0; commands[c]; c++)
		for (size_t g = 0; commands[c]->options[g]; g++)
			check_ends(commands[c]->options[g]);
	for (size_t g = 0; commands_global_groups[g]; g++)
		check_ends(commands_global_groups[g]);
}

static void test_numbers_of_nc(void)
{
	for (size_t i = 0; i < nc_letters.count; i++)
		if (nc_letters.specs[i].kind == OPTION_NUMBER)
			ok(strcmp(nc_letters_number(nc_letters.specs[i].letter),
			       "number") != 0,
			    "-%c of nc has a name in messages",
			    nc_letters.specs[i].letter);
}

int main(void)
{
	test_ends();
	test_numbers_of_nc();
	return plan();
}
