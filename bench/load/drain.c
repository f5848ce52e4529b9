/* SPDX-License-Identifier: MIT */
/* drain [-n BYTES] [-i IDLE] [-t TOTAL] [-p] [-r RECORDS]
 * Reads standard input until it ends, until BYTES have come, until nothing has
 * come for IDLE seconds, or for TOTAL seconds. -p: it is the pattern; one page
 * of each read is looked at. -r: it is records of 100 bytes, "R" and a number
 * of eight digits; those that are whole are counted, each once.
 * Prints what came, and when the last byte did. */
#include "harness.h"
#include "pattern.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ = 131072, RECORD = 100 };

struct drain {
	uint64_t wanted, got;
	double idle, total;
	bool is_pattern, timed_out;
	unsigned wrong;
	/* Records: how many there may be, which were seen, and what has come
	 * of the next one. */
	unsigned records, good;
	bool *seen;
	size_t held;
};

/* Of the LEN bytes at BYTES, counts the lines, and moves what is left to the
 * beginning. */
static void count_records(struct drain *d, char *bytes, size_t len)
{
	char *begin = bytes;
	char *end;

	while ((end = memchr(begin, '\n', len - (size_t)(begin - bytes)))) {
		unsigned id = d->records;

		if (end - begin + 1 != RECORD ||
		    sscanf(begin, "R%8u ", &id) != 1 || id >= d->records ||
		    d->seen[id]) {
			d->wrong++;
		} else {
			d->seen[id] = true;
			d->good++;
		}
		begin = end + 1;
	}
	d->held = len - (size_t)(begin - bytes);
	if (d->held >= RECORD) {
		d->wrong++;
		d->held = 0;
	}
	memmove(bytes, begin, d->held);
}

/* Waits for input; false: the time is over. */
static bool wait_for_input(struct drain *d, double end)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };
	double rest = end - seconds_now();

	if (d->idle < rest)
		rest = d->idle;
	d->timed_out = rest <= 0 || checked(poll(&input, 1, (int)(rest * 1000)),
					"poll") == 0;
	return !d->timed_out;
}

static void parse(struct drain *d, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "n:i:t:pr:")) >= 0)
		switch (option) {
		case 'n':
			d->wanted = (uint64_t)number(optarg);
			break;
		case 'i':
			d->idle = fraction(optarg);
			break;
		case 't':
			d->total = fraction(optarg);
			break;
		case 'p':
			d->is_pattern = true;
			break;
		case 'r':
			d->records = (unsigned)number(optarg);
			d->seen = memory(d->records);
			break;
		default:
			usage("drain [-n BYTES] [-i IDLE] [-t TOTAL] [-p] "
			      "[-r RECORDS]");
		}
}

int main(int argc, char **argv)
{
	struct drain d = { .wanted = UINT64_MAX, .idle = 1e6, .total = 1e6 };
	char *bytes = memory(READ + RECORD);
	double begin = seconds_now();
	double last = begin;
	bool has_limits;

	parse(&d, argc, argv);
	has_limits = d.idle < 1e6 || d.total < 1e6;
	while (d.got < d.wanted) {
		ssize_t len;

		if (has_limits && !wait_for_input(&d, begin + d.total))
			break;
		len = checked(read(0, bytes + d.held, READ), "read");
		if (len == 0)
			break;
		last = seconds_now();
		if (d.is_pattern && !pattern_fits(bytes, (size_t)len, d.got))
			d.wrong++;
		d.got += (uint64_t)len;
		if (d.records)
			count_records(&d, bytes, d.held + (size_t)len);
	}
	printf("bytes=%llu last=%.6f timeout=%d good=%u wrong=%u\n",
	    (unsigned long long)d.got, last, d.timed_out, d.good, d.wrong);
	return 0;
}
