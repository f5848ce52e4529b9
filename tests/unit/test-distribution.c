/* SPDX-License-Identifier: MIT */
/* Least, largest and percentiles of durations, compared with a sorted row. */
#include <stdlib.h>

#include "base/distribution.h"
#include "base/xalloc.h"
#include "chance.h"
#include "tap.h"

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void test_nothing(void)
{
	struct distribution *d = distribution_new();

	is_int((int)distribution_count(d), 0, "nothing was added");
	is_int((int)distribution_least(d), 0, "so that the least is 0,");
	is_int((int)distribution_largest(d), 0, "the largest as well,");
	is_int((int)distribution_percentile(d, 50), 0, "and the median");
	distribution_free(d);
}

/* Nearest rank: the value at the place of ceil(percent / 100 * count). */
static void test_ranks(void)
{
	static const struct {
		unsigned count, percent;
		int64_t value; /* of 10, 20, 30... */
	} rows[] = {
		{ 1, 1, 10 },
		{ 1, 50, 10 },
		{ 1, 100, 10 },
		{ 2, 50, 10 },
		{ 2, 51, 20 },
		{ 3, 50, 20 },
		{ 4, 50, 20 },
		{ 5, 50, 30 },
		{ 10, 90, 90 },
		{ 10, 91, 100 },
		{ 10, 99, 100 },
		{ 100, 1, 10 },
		{ 100, 50, 500 },
		{ 100, 90, 900 },
		{ 100, 99, 990 },
		{ 100, 100, 1000 },
	};

	for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		struct distribution *d = distribution_new();
		for (unsigned i = rows[r].count; i > 0; i--)
			distribution_add(d, (int64_t)i * 10);
		is_int((int)distribution_percentile(d, rows[r].percent),
		    (int)rows[r].value, "p%u of %u", rows[r].percent,
		    rows[r].count);
		distribution_free(d);
	}
}

/* Whether all percentiles of durations up to most are near those of a row. */
static void compare_with_row(unsigned count, int64_t most)
{
	struct distribution *d = distribution_new();
	int64_t *row = xcalloc(count, sizeof(*row));
	struct chance c = { .state = count };
	unsigned wrong = 0;

	for (unsigned i = 0; i < count; i++) {
		row[i] = (int64_t)chance_below(&c, 1U << 31) *
		         (int64_t)chance_below(&c, 1U << 31) % (most + 1);
		distribution_add(d, row[i]);
	}
	qsort(row, count, sizeof(*row), compare);
	for (unsigned percent = 1; percent <= 100; percent++) {
		int64_t exact = row[(count * percent + 99) / 100 - 1];
		int64_t off = distribution_percentile(d, percent) - exact;
		if (off * 1000 > exact || off * 1000 < -exact)
			wrong++;
	}
	is_int((int)wrong, 0,
	    "each percentile of %u durations up to %lld us is within 0.1 %%",
	    count, (long long)most);
	ok(distribution_least(d) == row[0] &&
		distribution_largest(d) == row[count - 1],
	    "and the ends are exact");
	free(row);
	distribution_free(d);
}

static void test_extremes(void)
{
	struct distribution *d = distribution_new();

	distribution_add(d, -5);
	distribution_add(d, INT64_MAX);
	is_int((int)distribution_least(d), 0, "a negative duration is 0");
	ok(distribution_largest(d) > 100LL * 365 * 24 * 3600,
	    "the longest that is known is long");
	ok(distribution_percentile(d, 99) <= distribution_largest(d),
	    "a percentile is never more than the largest");
	distribution_free(d);
}

static void test_between(void)
{
	struct distribution *d = distribution_new();

	for (int64_t us = 1; us <= 1000; us++)
		distribution_add(d, us);
	distribution_add(d, 4096);
	is_int((int)distribution_between(d, 0, 10), 9, "1 to 9");
	is_int((int)distribution_between(d, 10, 20), 10, "10 to 19");
	is_int((int)distribution_between(d, 2000, 5000), 1, "4096");
	is_int((int)distribution_between(d, 5000, 9000), 0, "and none above");
	distribution_free(d);
}

int main(void)
{
	test_nothing();
	test_ranks();
	compare_with_row(7, 900);
	compare_with_row(1000, 1000);
	compare_with_row(1000, 50000);
	compare_with_row(5000, 10000000);
	compare_with_row(5000, 1LL << 40);
	test_extremes();
	test_between();
	return plan();
}
