/* SPDX-License-Identifier: MIT */
/*
 * Monotonic time in microseconds. A deadline is a point of this clock, or
 * CLOCK_NEVER; code passes deadlines on instead of durations, so that retries
 * and interrupted calls cannot stretch a limit.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#define CLOCK_NEVER INT64_MAX
#define CLOCK_SECOND 1000000LL

/* Now, in microseconds of CLOCK_MONOTONIC. */
int64_t clock_now(void);

/* Now in nanoseconds since 1970 (CLOCK_REALTIME), for times that are compared
 * with those of other programs. */
int64_t clock_wall_ns(void);

/* The point in time duration_us from now; CLOCK_NEVER if it is CLOCK_NEVER. */
int64_t clock_after(int64_t duration_us);

/* How long it is until the deadline; 0 if that has passed, or is 0. */
static inline int64_t clock_left(int64_t deadline)
{
	int64_t left = deadline > 0 ? deadline - clock_now() : 0;

	return left > 0 ? left : 0;
}

static inline int64_t clock_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

#endif
