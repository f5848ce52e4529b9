/* SPDX-License-Identifier: MIT */
/* The times at which a session has to be served, or ends. */
#include "base/clock.h"
#include "base/text.h"
#include "relay/session-breaking.h"
#include "relay/session-impair.h"
#include "relay/session-judge.h"
#include "relay/session-private.h"

/* Until when the lane holds bytes back; 0: it does not, or for ever. */
static int64_t pause_of(const struct lane *l)
{
	int64_t due = lane_due(l);

	return due == CLOCK_NEVER ? 0 : due;
}

/* Until when the lanes hold bytes back: the later time. */
static int64_t last_due(const struct session *s)
{
	int64_t out = pause_of(&s->lanes[NEAR]), in = pause_of(&s->lanes[FAR]);

	return out > in ? out : in;
}

/* Since when nothing has moved. A pause of a lane does not count. */
static int64_t idle_since(const struct session *s)
{
	int64_t due = last_due(s), since = s->last_move;

	if (s->last_confirmed > since)
		since = s->last_confirmed;
	return due > since ? due : since;
}

static int64_t idle_deadline(const struct session *s)
{
	return s->rules->idle_timeout_us == CLOCK_NEVER
	           ? CLOCK_NEVER
	           : idle_since(s) + s->rules->idle_timeout_us;
}

static int64_t rest_deadline(const struct session *s)
{
	const struct session_end *near = &s->ends[NEAR], *far = &s->ends[FAR];
	bool may_rest = far->stream->carries_datagrams ||
	                (far->has_ended && near->stream->carries_datagrams);

	return s->rules->rest_us && may_rest ? idle_since(s) + s->rules->rest_us
	                                     : CLOCK_NEVER;
}

/* When a lane may write again. */
static int64_t lane_deadline(const struct session *s)
{
	int64_t next = CLOCK_NEVER;

	for (int side = NEAR; side <= FAR; side++) {
		int64_t due = lane_due(&s->lanes[side]);
		if (due > s->last_turn)
			next = clock_earlier(next, due);
	}
	return next;
}

/* Until when an end may go on after it was told the end of the other one. */
static int64_t linger_deadline_of(
    const struct session *s, enum session_side side)
{
	const struct session_end *end = &s->ends[side];

	if (!end->told_at || end->has_ended || s->is_breaking ||
	    s->rules->linger_us == CLOCK_NEVER)
		return CLOCK_NEVER;
	return end->told_at + s->rules->linger_us;
}

static int64_t linger_deadline(const struct session *s)
{
	int64_t far = linger_deadline_of(s, FAR);

	return s->rules->is_wire
	           ? clock_earlier(far, linger_deadline_of(s, NEAR))
	           : far;
}

static int fail_lingering(const struct session *s, struct error *err)
{
	char limit[TEXT_MEASURE];
	bool is_client =
	    linger_deadline_of(s, FAR) <= linger_deadline_of(s, NEAR);

	text_duration(limit, s->rules->linger_us);
	if (s->rules->is_wire)
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: the %s had not ended %s after the %s",
		    is_client ? "client" : "target", limit,
		    is_client ? "target" : "client");
	return error_set(err, FAULT_TIMEOUT,
	    "timed out: the peer had not ended %s after the end of input",
	    limit);
}

bool session_has_lingered(const struct session *s)
{
	return s->last_turn >= linger_deadline(s) &&
	       (s->ends[FAR].stream->carries_datagrams ||
		   s->rules->linger_ends_well);
}

bool session_has_rested(const struct session *s)
{
	bool is_open = s->lanes[NEAR].state != LANE_DONE ||
	               s->lanes[FAR].state == LANE_OPEN;

	bool is_idle =
	    s->rules->idle_ends_well && s->last_turn >= idle_deadline(s);

	return (is_idle || s->last_turn >= rest_deadline(s)) && is_open &&
	       s->phase == SESSION_OPEN && lane_held(&s->lanes[NEAR]) == 0;
}

int64_t session_next_deadline(const struct session *s)
{
	int64_t next = clock_earlier(s->rules->deadline, idle_deadline(s));

	next = clock_earlier(next, rest_deadline(s));
	next = clock_earlier(next, s->rules->enough_at);
	next = clock_earlier(next, lane_deadline(s));
	next = clock_earlier(next, session_impair_deadline(s));
	next = clock_earlier(next, session_break_deadline(s));
	next = clock_earlier(next, session_judge_deadline(s));
	if (s->watch_at)
		next = clock_earlier(next, s->watch_at);
	if (s->ask_at)
		next = clock_earlier(next, s->ask_at);
	/* A session that has lingered only writes what has come. */
	return session_has_lingered(s)
	           ? next
	           : clock_earlier(next, linger_deadline(s));
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
	if (now >= idle_deadline(s) && !session_has_rested(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: nothing moved for %s",
		    text_duration(limit, rules->idle_timeout_us));
	if (now >= rest_deadline(s) && !session_has_rested(s))
		return error_set(err, FAULT_TIMEOUT,
		    "timed out: nothing was taken for %s",
		    text_duration(limit, rules->rest_us));
	if (now >= linger_deadline(s) && !session_has_lingered(s))
		return fail_lingering(s, err);
	return 0;
}

uint64_t session_moved(const struct session *s)
{
	uint64_t sum = 0;

	for (int side = NEAR; side <= FAR; side++) {
		const struct lane *l = &s->lanes[side];
		sum += l->bytes_read + l->bytes_written + l->empty_messages;
	}
	return sum;
}
