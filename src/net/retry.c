/* SPDX-License-Identifier: MIT */
/* Trying again while the other side may still be starting. */
#include "net/retry.h"

#include <stdbool.h>

#include "base/clock.h"
#include "sys/waiting.h"

#define PAUSE_MAX (2 * CLOCK_SECOND)

static bool is_worth_retrying(const struct error *err)
{
	return err->is_transient || err->kind == FAULT_REFUSED ||
	       err->kind == FAULT_UNREACHABLE || err->kind == FAULT_TIMEOUT;
}

/* Returns 0 after the pause, or -1 with err changed if the user wants an
 * end. */
static int pause_before_round(
    const struct retry_opts *opts, int64_t pause, struct error *err)
{
	struct waiting none = { 0 };
	int64_t until = clock_after(pause);
	int result = 1;

	tap_tell(opts->tap,
	    &(struct tap_event){
		.kind = TAP_RETRY, .text = err->text, .duration_us = pause });
	while (result > 0 && clock_now() < until)
		result = waiting_until(&none, until, err);
	waiting_free(&none);
	return result < 0 ? -1 : 0;
}

int retry_run(const struct retry_opts *opts, retry_round *round, void *context,
    struct error *err)
{
	int64_t last_start =
	    clock_earlier(opts->deadline, clock_after(opts->retry_for_us));
	int64_t pause = opts->retry_delay_us;

	for (int64_t done = 0;; done++) {
		int64_t deadline = clock_earlier(
		    opts->deadline, clock_after(opts->connect_timeout_us));
		if (done > 0)
			deadline = clock_earlier(deadline, last_start);
		if (round(context, deadline, err) == 0)
			return 0;
		if (!is_worth_retrying(err) || done >= opts->retries ||
		    clock_after(pause) >= last_start)
			return -1;
		if (pause_before_round(opts, pause, err) < 0)
			return -1;
		if (pause < PAUSE_MAX)
			pause = clock_earlier(2 * pause, PAUSE_MAX);
	}
}
