/* SPDX-License-Identifier: MIT */
/* How durations are distributed: a count for each microsecond below LINEAR, and
 * for each 512th part of the powers of two above it. */
#include "base/distribution.h"

#include <stdlib.h>

#include "base/xalloc.h"

#define LINEAR 1024
#define LINEAR_BITS 10
#define PARTS (LINEAR / 2)
/* Durations of 2^48 microseconds, nine years, are the longest. */
#define LONGEST_BITS 48
#define LONGEST ((1LL << LONGEST_BITS) - 1)
#define SLOTS (LINEAR + (LONGEST_BITS - LINEAR_BITS) * PARTS)

struct distribution {
	uint64_t count, counts[SLOTS];
	int64_t least, largest;
};

struct distribution *distribution_new(void)
{
	return xcalloc(1, sizeof(struct distribution));
}

void distribution_free(struct distribution *d)
{
	free(d);
}

/* Above LINEAR the leading ten bits of a duration are its power of two and its
 * part of that. */
static unsigned slot_of(int64_t us)
{
	unsigned shift = 0;

	while (us >> shift >= LINEAR)
		shift++;
	return (unsigned)(us >> shift) + shift * PARTS;
}

/* The least duration of a slot. */
static int64_t start_of(unsigned slot)
{
	unsigned shift = slot < LINEAR ? 0 : (slot - LINEAR) / PARTS + 1;

	return (int64_t)(slot - shift * PARTS) << shift;
}

void distribution_add(struct distribution *d, int64_t us)
{
	if (us < 0)
		us = 0;
	if (us > LONGEST)
		us = LONGEST;
	if (d->count == 0 || us < d->least)
		d->least = us;
	if (us > d->largest)
		d->largest = us;
	d->count++;
	d->counts[slot_of(us)]++;
}

uint64_t distribution_count(const struct distribution *d)
{
	return d->count;
}

int64_t distribution_least(const struct distribution *d)
{
	return d->least;
}

int64_t distribution_largest(const struct distribution *d)
{
	return d->largest;
}

/* The middle of a slot, within what was added. */
static int64_t value_of(const struct distribution *d, unsigned slot)
{
	int64_t middle = (start_of(slot) + start_of(slot + 1)) / 2;

	if (middle < d->least)
		return d->least;
	return middle < d->largest ? middle : d->largest;
}

int64_t distribution_percentile(const struct distribution *d, unsigned percent)
{
	/* Rounded up, without an overflow. */
	uint64_t rank =
	    d->count / 100 * percent + (d->count % 100 * percent + 99) / 100;
	uint64_t seen = 0;

	for (unsigned slot = 0; slot < SLOTS && d->count > 0; slot++) {
		seen += d->counts[slot];
		if (seen >= rank)
			return value_of(d, slot);
	}
	return 0;
}

uint64_t distribution_between(
    const struct distribution *d, int64_t from, int64_t to)
{
	uint64_t found = 0;

	for (unsigned slot = 0; slot < SLOTS; slot++)
		if (start_of(slot) >= from && start_of(slot) < to)
			found += d->counts[slot];
	return found;
}
