/* SPDX-License-Identifier: MIT */
/* The points in time at which a session is looked after or ends. */
#include "relay/shuttle-deadlines.h"

#include "base/clock.h"
#include "base/text.h"

static int64_t idle_deadline(const struct shuttle *s)
{
	return s->opts.idle_timeout_us == CLOCK_NEVER
	           ? CLOCK_NEVER
	           : s->last_move + s->opts.idle_timeout_us;
}

static int64_t linger_deadline(const struct shuttle *s)
{
	if (!s->end_told || s->opts.linger_us == CLOCK_NEVER ||
	    s->peer_has_ended)
		return CLOCK_NEVER;
	return s->end_told + s->opts.linger_us;
}

int64_t shuttle_deadlines_next(const struct shuttle *s)
{
	int64_t latest = clock_earlier(s->opts.deadline, idle_deadline(s));

	/* Once the time is over, the session ends in the same turn. */
	latest = clock_earlier(latest, s->enough_at);
	if (s->delivery.ask_at)
		latest = clock_earlier(latest, s->delivery.ask_at);
	return clock_earlier(latest, linger_deadline(s));
}

int shuttle_deadlines_check(const struct shuttle *s, struct error *err)
{
	char limit[TEXT_MEASURE];
	int64_t now = clock_now();

	if (now >= s->opts.deadline)
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: not done within %s",
		    text_duration(limit, s->opts.timeout_us));
	if (now >= idle_deadline(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: nothing moved for %s",
		    text_duration(limit, s->opts.idle_timeout_us));
	if (now >= linger_deadline(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: the peer had not ended %s after the end "
		    "of input",
		    text_duration(limit, s->opts.linger_us));
	return 0;
}
