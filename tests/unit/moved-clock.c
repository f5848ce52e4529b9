/* SPDX-License-Identifier: MIT */
/* The clock of a test: that of the kernel, and what the test adds. */
#include "moved-clock.h"

#include <time.h>

#include "base/clock.h"

static int64_t moved, step, stopped_at; /* 0: it runs */

static int64_t kernel_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

void moved_clock_stop(void)
{
	stopped_at = kernel_now();
}

void moved_clock_step(int64_t duration_us)
{
	stopped_at = duration_us ? kernel_now() : 0;
	step = duration_us;
}

void moved_clock_by(int64_t duration_us)
{
	moved += duration_us;
}

int64_t clock_now(void)
{
	moved += step;
	return (stopped_at ? stopped_at : kernel_now()) + moved;
}

int64_t clock_after(int64_t duration_us)
{
	int64_t now = clock_now();

	return duration_us >= CLOCK_NEVER - now ? CLOCK_NEVER
	                                        : now + duration_us;
}
