/* SPDX-License-Identifier: MIT */
/* When to try again: the peer may still be starting. */
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
	int64_t retry_for_us;       /* no round begins later; or CLOCK_NEVER */
	int64_t retry_delay_us; /* before the second round; grows after it */
	struct tap *tap;
};

struct retry {
	struct retry_opts opts;
	int64_t latest_start; /* a point in time, set by the first round */
	int64_t pause;        /* before the next round */
	int64_t rounds;       /* begun so far */
};

/* Begins a round. Returns its deadline. */
int64_t retry_begin_round(struct retry *r);

/* After a round that failed with err: returns when the next one begins, and
 * tells observers; or CLOCK_NEVER if another round would fail again, or a limit
 * is reached. */
int64_t retry_plan_next(struct retry *r, const struct error *err);

#endif
