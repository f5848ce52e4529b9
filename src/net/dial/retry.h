/* SPDX-License-Identifier: MIT */
/* When to try again, while the other side may still be starting. */
#ifndef NET_DIAL_RETRY_H
#define NET_DIAL_RETRY_H

#include <stdint.h>

#include "base/error.h"
#include "tap/tap.h"

#define RETRY_FOREVER INT64_MAX

struct retry_opts {
	int64_t connect_timeout_us; /* for each round */
	int64_t deadline;           /* for everything: a point of clock_now() */
	int64_t retries;            /* rounds after the first */
	int64_t retry_for_us;   /* none begins later; CLOCK_NEVER: no limit */
	int64_t retry_delay_us; /* before the second round; then it grows */
	struct tap *tap;
};

struct retry {
	struct retry_opts opts;
	int64_t latest_start; /* a point in time, known with the first round */
	int64_t pause;        /* before the next round */
	int64_t rounds;       /* begun so far */
};

/* A round begins, the first one or another. Returns the deadline of it. */
int64_t retry_begin_round(struct retry *r);

/* The round has failed. Returns when the next one is to begin, and tells the
 * observers; or CLOCK_NEVER if there is to be none, because time does not mend
 * the failure, or the limits are reached. */
int64_t retry_plan_next(struct retry *r, const struct error *err);

#endif
