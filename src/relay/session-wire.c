/* SPDX-License-Identifier: MIT */
/*
 * A wire between two ends that are both somewhere else: a reset of one is
 * passed on to the other, once that has all that was sent before. A clean end
 * would say that nothing is missing.
 */
#include <poll.h>

#include "base/clock.h"
#include "relay/session-breaking.h"
#include "relay/session-private.h"
#include "stream/stream.h"

/* How long the other end may take nothing of what came before the reset. */
#define PATIENCE (10 * CLOCK_SECOND)

void session_note_first(
    struct session *s, enum session_side side, bool is_broken)
{
	if (s->first != TAP_NEITHER)
		return;
	if (is_broken)
		s->first = side == FAR ? TAP_CLIENT_BROKE : TAP_TARGET_BROKE;
	else
		s->first = side == FAR ? TAP_CLIENT_ENDED : TAP_TARGET_ENDED;
}

void session_break(struct session *s, enum session_side side)
{
	struct lane *lane = &s->lanes[side];
	struct session_end *other = &s->ends[!side];

	s->is_breaking = true;
	s->broken = side;
	s->broken_at = s->last_turn;
	if (!other->stream->ops->reset)
		return; /* the end is all that it can be told */
	lane_break(lane);
	/* The end was told already, and is still to be confirmed. */
	if (other->told_at)
		lane->state = LANE_DRAINING;
}

/* Until when the other end has to take something. */
static int64_t deadline(const struct session *s)
{
	int64_t since = s->broken_at;

	if (s->last_move > since)
		since = s->last_move;
	if (s->last_confirmed > since)
		since = s->last_confirmed;
	int64_t due = lane_due(&s->lanes[s->broken]);
	if (due > since && due != CLOCK_NEVER)
		since = due;
	return since + PATIENCE;
}

int64_t session_break_deadline(const struct session *s)
{
	const struct lane *lane = &s->lanes[s->broken];

	return s->is_breaking && lane->state != LANE_DONE ? deadline(s)
	                                                  : CLOCK_NEVER;
}

/* Whether the other end has all, or is gone itself. */
static bool has_all(struct session *s)
{
	struct session_end *other = &s->ends[!s->broken];
	const struct stream_ops *ops = other->stream->ops;
	struct error err = ERROR_NONE;
	int before = other->unconfirmed;

	if (lane_held(&s->lanes[s->broken]) > 0)
		return false;
	if (!ops->delivered || ops->delivered(other->stream,
				   &other->unconfirmed, &err) == STREAM_ERROR)
		return true;
	if (other->unconfirmed < before)
		s->last_confirmed = s->last_turn;
	return other->unconfirmed == 0;
}

void session_go_on_breaking(struct session *s)
{
	struct lane *lane;

	if (!s->is_breaking)
		return;
	lane = &s->lanes[s->broken];
	s->ask_at = 0;
	if (lane->state == LANE_DONE)
		return;
	bool is_read = lane->breaks && lane->state == LANE_DRAINING;
	if ((is_read && has_all(s)) || s->last_turn >= deadline(s))
		lane_give_up(lane);
	else if (is_read && lane_held(lane) == 0)
		session_plan_to_ask(s);
}

bool session_awaits_reset(const struct session *s, enum session_side side)
{
	const struct session_end *end = &s->ends[side];
	const struct lane *from = &s->lanes[side];
	bool is_full =
	    !lane_can_read(from) || !stream_has_room(s->ends[!side].stream);

	/* An error of datagrams is a refusal, which the next call reports. */
	return s->rules->is_wire && !s->is_breaking && is_full &&
	       from->state == LANE_OPEN &&
	       session_lane_to(s, side)->state == LANE_OPEN &&
	       !end->has_hung_up && !end->stream->carries_datagrams;
}

/* A reset is an error of the socket. A Unix socket that was closed in order
 * hangs up, too, and what it has sent is still read. */
void session_note_hang_up(
    struct session *s, enum session_side side, short events)
{
	struct error err = ERROR_NONE;

	s->ends[side].has_hung_up = true; /* it would be reported for ever */
	if (!(events & POLLERR))
		return;
	error_set(&err, FAULT_RESET, "reset by peer");
	session_fail_end(s, side, &err);
}

void session_reset_ends(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++) {
		struct stream *st = s->ends[side].stream;
		if (st && st->ops->reset)
			st->ops->reset(st);
	}
}

void session_cut_off(struct session *s)
{
	session_tell_moved(s);
	if (s->rules->is_wire && s->phase == SESSION_OPEN)
		session_reset_ends(s);
}
