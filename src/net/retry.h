/* SPDX-License-Identifier: MIT */
/* Trying again while the other side may still be starting. */
#ifndef NET_RETRY_H
#define NET_RETRY_H

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

/* One round, until the deadline. Returns 0, or -1 with err filled. */
typedef int retry_round(void *context, int64_t deadline, struct error *err);

/* Does rounds until one succeeds, or fails for a reason that time does not
 * mend, or there may be no more. Returns as the last round did, or -1 with
 * FAULT_SIGNAL. */
int retry_run(const struct retry_opts *opts, retry_round *round, void *context,
    struct error *err);

#endif
