/* SPDX-License-Identifier: MIT */
/* When to try again. */
#include "net/dial/retry.h"

#include <stdbool.h>

#include "base/clock.h"

#define PAUSE_MAX (2 * CLOCK_SECOND)

static bool is_worth_retrying(const struct error *err)
{
	return err->is_transient || err->kind == FAULT_REFUSED ||
	       err->kind == FAULT_UNREACHABLE || err->kind == FAULT_TIMEOUT;
}

int64_t retry_begin_round(struct retry *r)
{
	const struct retry_opts *opts = &r->opts;
	int64_t deadline = clock_earlier(
	    opts->deadline, clock_after(opts->connect_timeout_us));

	if (r->rounds++ > 0)
		return clock_earlier(deadline, r->latest_start);
	r->latest_start =
	    clock_earlier(opts->deadline, clock_after(opts->retry_for_us));
	r->pause = opts->retry_delay_us;
	return deadline;
}

int64_t retry_plan_next(struct retry *r, const struct error *err)
{
	int64_t start = clock_after(r->pause);

	if (!is_worth_retrying(err) || r->rounds > r->opts.retries ||
	    start >= r->latest_start)
		return CLOCK_NEVER;
	tap_tell(r->opts.tap, &(struct tap_event){
				  .kind = TAP_RETRY,
				  .retry = { err, r->pause },
			      });
	if (r->pause < PAUSE_MAX)
		r->pause = clock_earlier(2 * r->pause, PAUSE_MAX);
	return start;
}
