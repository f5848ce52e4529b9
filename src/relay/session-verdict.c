/* SPDX-License-Identifier: MIT */
/* A session whose near end judges the conversation, such as a dialogue. A reset
 * of the peer is no failure, but told to the judge, who may expect one. */
#include "base/clock.h"
#include "relay/session-breaking.h"
#include "relay/session-judge.h"
#include "relay/session-private.h"
#include "stream/stream.h"
#include "stream/verdict.h"

/* A session that takes leave has no near end any more. */
static struct stream_verdict *verdict_of(const struct session *s)
{
	const struct stream *near = s->ends[NEAR].stream;

	return near ? near->verdict : NULL;
}

bool session_is_for_judge(
    const struct session *s, enum session_side side, const struct error *cause)
{
	return side == FAR && verdict_of(s) && cause->kind == FAULT_RESET &&
	       !cause->is_local;
}

/* Nothing more can be sent; what has come is still heard before the reset. */
void session_tell_judge(struct session *s)
{
	lane_give_up(&s->lanes[NEAR]);
	lane_break(&s->lanes[FAR]);
}

static bool has_heard_all(const struct lane *from)
{
	return from->state == LANE_DONE ||
	       (from->state == LANE_DRAINING && lane_held(from) == 0);
}

static void tell_reset(struct session *s, struct stream_verdict *verdict)
{
	struct stream *near = s->ends[NEAR].stream;
	struct error ignored = ERROR_NONE; /* a judge says why by check() */

	verdict->was_reset = true;
	stream_finish(near, &ignored);
	lane_give_up(&s->lanes[FAR]);
}

static void reset_peer(struct session *s)
{
	lane_end(&s->lanes[NEAR]);
	lane_give_up(&s->lanes[FAR]);
	session_break(s, NEAR);
}

/* Also behind its end, but not if the peer itself has reset the connection. */
static bool can_be_reset(const struct session *s)
{
	return s->lanes[NEAR].state == LANE_OPEN ||
	       (s->ends[FAR].told_at && !s->lanes[FAR].breaks);
}

/* Looks whether the peer takes what is said. */
static void watch_reader(const struct session *s, struct stream_verdict *v)
{
	const struct lane *to_peer = &s->lanes[NEAR];
	uint64_t taken = to_peer->bytes_written;

	if (!v->waits_to_write || taken != v->taken)
		v->taken_at = s->last_turn;
	v->taken = taken;
	v->waits_to_write = lane_holds(to_peer) && !s->is_breaking;
}

/* When a peer that takes nothing has had its time. */
static int64_t reading_deadline(const struct stream_verdict *v)
{
	return v->waits_to_write && v->patience_us < CLOCK_NEVER - v->taken_at
	           ? v->taken_at + v->patience_us
	           : CLOCK_NEVER;
}

void session_heed_judge(struct session *s)
{
	struct stream_verdict *verdict = verdict_of(s);

	if (!verdict)
		return;
	if (s->lanes[FAR].breaks && !verdict->was_reset &&
	    has_heard_all(&s->lanes[FAR]))
		tell_reset(s, verdict);
	watch_reader(s, verdict);
	verdict->is_unread = s->last_turn >= reading_deadline(verdict);
	session_check(s, NEAR);
	if (verdict->wants_reset && !s->is_breaking && can_be_reset(s))
		reset_peer(s);
}

bool session_is_judged(const struct session *s)
{
	const struct stream_verdict *verdict = verdict_of(s);

	return verdict && verdict->is_done && !lane_has_more(&s->lanes[NEAR]);
}

int64_t session_judge_deadline(const struct session *s)
{
	const struct stream *near = s->ends[NEAR].stream;
	const struct stream_verdict *verdict = verdict_of(s);

	/* A dialogue without steps is over before the first turn. */
	if (verdict && s->last_turn == 0 &&
	    (verdict->is_done || verdict->wants_reset))
		return 0;
	return verdict ? clock_earlier(
			     near->ops->due(near), reading_deadline(verdict))
	               : CLOCK_NEVER;
}

/* The two ends of a wire fail instead. */
void session_tell_resets(const struct session *s, struct tap_closed *how)
{
	how->resets_peer = !s->rules->is_wire && s->is_breaking;
	how->peer_reset = !s->rules->is_wire && s->lanes[FAR].breaks;
}
