/* SPDX-License-Identifier: MIT */
/* The points in time at which a session is looked after or ends. */
#include "base/clock.h"
#include "base/text.h"
#include "relay/session-private.h"

static int64_t idle_deadline(const struct session *s)
{
	return s->rules->idle_timeout_us == CLOCK_NEVER
	           ? CLOCK_NEVER
	           : s->last_move + s->rules->idle_timeout_us;
}

static int64_t linger_deadline(const struct session *s)
{
	const struct session_end *far = &s->ends[FAR];

	if (!far->told_at || far->has_ended ||
	    s->rules->linger_us == CLOCK_NEVER)
		return CLOCK_NEVER;
	return far->told_at + s->rules->linger_us;
}

int64_t session_next_deadline(const struct session *s)
{
	int64_t next = clock_earlier(s->rules->deadline, idle_deadline(s));

	/* Once the time is over, the session ends in the same turn. */
	next = clock_earlier(next, s->rules->enough_at);
	if (s->ask_at)
		next = clock_earlier(next, s->ask_at);
	return clock_earlier(next, linger_deadline(s));
}

int session_check_deadlines(const struct session *s, struct error *err)
{
	const struct session_rules *rules = s->rules;
	char limit[TEXT_MEASURE];
	int64_t now = s->last_turn;

	if (now >= rules->deadline)
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: not done within %s",
		    text_duration(limit, rules->timeout_us));
	if (now >= idle_deadline(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: nothing moved for %s",
		    text_duration(limit, rules->idle_timeout_us));
	if (now >= linger_deadline(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: the peer had not ended %s after the end "
		    "of input",
		    text_duration(limit, rules->linger_us));
	return 0;
}

uint64_t session_moved(const struct session *s)
{
	return s->lanes[NEAR].bytes_read + s->lanes[NEAR].bytes_written +
	       s->lanes[FAR].bytes_read + s->lanes[FAR].bytes_written;
}
