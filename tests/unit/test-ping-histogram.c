/* SPDX-License-Identifier: MIT */
/* Round trips as bars. */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "work/pinging/ping-histogram.h"

static void shows(
    const struct distribution *d, const char *wanted, const char *what)
{
	char *lines = ping_histogram(d);

	is_text(lines, wanted, "%s", what);
	free(lines);
}

static void add(struct distribution *d, int64_t us, int times)
{
	for (int i = 0; i < times; i++)
		distribution_add(d, us);
}

int main(void)
{
	struct distribution *d = distribution_new();

	shows(d, "", "nothing has no bars");
	add(d, 61, 1);
	shows(d,
	    "    50 us to 100 us         1  "
	    "########################################\n",
	    "one duration has the longest bar");
	add(d, 99, 3);
	add(d, 100, 2);
	shows(d,
	    "    50 us to 100 us         4  "
	    "########################################\n"
	    "   100 us to 200 us         2  ####################\n",
	    "a limit is in the range above it");
	add(d, 1500, 1);
	shows(d,
	    "    50 us to 100 us         4  "
	    "########################################\n"
	    "   100 us to 200 us         2  ####################\n"
	    "   200 us to 500 us         0\n"
	    "   500 us to 1 ms           0\n"
	    "     1 ms to 2 ms           1  ##########\n",
	    "ranges between have no bar");
	add(d, 60, 996);
	shows(d,
	    "    50 us to 100 us      1000  "
	    "########################################\n"
	    "   100 us to 200 us         2  #\n"
	    "   200 us to 500 us         0\n"
	    "   500 us to 1 ms           0\n"
	    "     1 ms to 2 ms           1  #\n",
	    "what there is has a bar");
	distribution_free(d);
	d = distribution_new();
	add(d, 0, 1);
	add(d, 1, 1);
	shows(d,
	    "     0 us to 1 us           1  "
	    "########################################\n"
	    "     1 us to 2 us           1  "
	    "########################################\n",
	    "0 is a duration");
	distribution_free(d);
	return plan();
}
