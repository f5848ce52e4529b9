/* SPDX-License-Identifier: MIT */
/* How the demo writes numbers. */
#include "demo/words.h"

#include <stdio.h>

char *words_quantity(char buf[TEXT_MEASURE], uint64_t number, const char *unit)
{
	snprintf(buf, TEXT_MEASURE, "%llu %s%s", (unsigned long long)number,
	    unit, number == 1 ? "" : "s");
	return buf;
}
