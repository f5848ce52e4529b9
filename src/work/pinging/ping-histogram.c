/* SPDX-License-Identifier: MIT */
/* Round trips as bars. */
#include "work/pinging/ping-histogram.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"

#define BAR_LONGEST 40

static const char bar[] = "########################################";

/* The limit after 0, 1, 2, 5, 10, 20... */
static int64_t next_limit(int64_t limit)
{
	int64_t unit = 1;

	if (limit == 0)
		return 1;
	while (limit / unit >= 10)
		unit *= 10;
	return limit / unit == 2 ? 5 * unit : 2 * limit;
}

/* The range in which a duration is begins here. */
static int64_t limit_below(int64_t duration_us)
{
	int64_t limit = 0;

	while (next_limit(limit) <= duration_us)
		limit = next_limit(limit);
	return limit;
}

static uint64_t largest_count(
    const struct distribution *d, int64_t first, int64_t last)
{
	uint64_t largest = 1;

	for (int64_t from = first; from <= last; from = next_limit(from)) {
		uint64_t n = distribution_between(d, from, next_limit(from));
		largest = n > largest ? n : largest;
	}
	return largest;
}

char *ping_histogram(const struct distribution *d)
{
	int64_t first = limit_below(distribution_least(d));
	int64_t last = distribution_largest(d);
	uint64_t largest = largest_count(d, first, last);
	char *lines = xstrdup(""), low[TEXT_MEASURE], high[TEXT_MEASURE];

	for (int64_t from = first; from <= last && distribution_count(d) > 0;
	     from = next_limit(from)) {
		uint64_t n = distribution_between(d, from, next_limit(from));
		int len = (int)((n * BAR_LONGEST + largest - 1) / largest);
		char *longer = xasprintf("%s  %7s to %-7s %8llu%s%.*s\n", lines,
		    text_precise(low, from),
		    text_precise(high, next_limit(from)), (unsigned long long)n,
		    len ? "  " : "", len, bar);
		free(lines);
		lines = longer;
	}
	return lines;
}
