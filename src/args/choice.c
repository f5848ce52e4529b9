/* SPDX-License-Identifier: MIT */
/* Finds the first row that applies. */
#include "args/choice.h"

const char *choice_first(const struct choice *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].is_given)
			return rows[i].text;
	return NULL;
}
