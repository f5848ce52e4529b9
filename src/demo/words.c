/* SPDX-License-Identifier: MIT */
/* How the demo writes numbers. */
#include "demo/words.h"

#include <stdio.h>

#include "base/clock.h"

char *words_quantity(char buf[TEXT_MEASURE], uint64_t number, const char *unit)
{
	snprintf(buf, TEXT_MEASURE, "%llu %s%s", (unsigned long long)number,
	    unit, number == 1 ? "" : "s");
	return buf;
}

char *words_duration(char buf[TEXT_MEASURE], int64_t duration_us)
{
	if (duration_us >= CLOCK_SECOND / 1000)
		return text_duration(buf, duration_us);
	snprintf(buf, TEXT_MEASURE, "%lld us", (long long)duration_us);
	return buf;
}
