/* SPDX-License-Identifier: MIT */
/* How durations are distributed, in constant memory: least, largest, and
 * percentiles. */
#ifndef BASE_DISTRIBUTION_H
#define BASE_DISTRIBUTION_H

#include <stdint.h>

struct distribution;

/* To be freed by distribution_free(), which accepts NULL. */
struct distribution *distribution_new(void);
void distribution_free(struct distribution *d);

/* Adds a duration in microseconds; a negative one counts as 0. */
void distribution_add(struct distribution *d, int64_t duration_us);

/* How many were added. */
uint64_t distribution_count(const struct distribution *d);

/* The least and the largest, exactly; 0 if none was added. */
int64_t distribution_least(const struct distribution *d);
int64_t distribution_largest(const struct distribution *d);

/* The percentile by nearest rank: the least of the durations such that percent
 * of them are not larger (0 < percent <= 100). Exact below 1024 us, and off by
 * at most a thousandth above that; 0 if none was added. */
int64_t distribution_percentile(const struct distribution *d, unsigned percent);

/* How many were at least from and less than to, as exactly. */
uint64_t distribution_between(
    const struct distribution *d, int64_t from, int64_t to);

#endif
