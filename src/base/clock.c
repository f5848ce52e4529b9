/* SPDX-License-Identifier: MIT */
/* Monotonic time in microseconds. */
#include "base/clock.h"

#include <time.h>

int64_t clock_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

int64_t clock_wall_ns(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

int64_t clock_after(int64_t duration_us)
{
	int64_t now = clock_now();

	return duration_us >= CLOCK_NEVER - now ? CLOCK_NEVER
	                                        : now + duration_us;
}
