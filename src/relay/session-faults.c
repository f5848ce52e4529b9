/* SPDX-License-Identifier: MIT */
/* A session with faults that are made on purpose: its lanes have movers that
 * impair, and some faults end it. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/impair/impair-mover.h"
#include "relay/session-breaking.h"
#include "relay/session-impair.h"
#include "relay/session-private.h"
#include "stream/datagram.h"
#include "stream/stream.h"

/* How long the ends of connections that are cut may still send: what they send
 * is read, so that the close is clean (RFC 1122, 4.2.2.13). */
#define CUT_TIME CLOCK_SECOND

/* No event tells that an end can be told the end now. */
#define RETRY_PAUSE (CLOCK_SECOND / 100)

struct session_faults {
	/* By the source of the lane: the sink is to be told the end as soon as
	 * the lane holds nothing more; it was told. What comes is thrown away.
	 */
	bool shuts[2], is_shut[2];
	int64_t retry_at; /* telling the end; CLOCK_NEVER: not needed */
	int64_t cut_until;
};

/* What both ends can carry. */
static enum impair_carrier carrier_of(const struct session *s)
{
	const struct stream *near = s->ends[NEAR].stream;
	const struct stream *far = s->ends[FAR].stream;

	if (near->carries_datagrams || far->carries_datagrams)
		return IMPAIR_DATAGRAMS;
	if (near->carries_messages || far->carries_messages)
		return IMPAIR_MESSAGES;
	return IMPAIR_STREAM;
}

/* The longest message: what a stream of bytes returns has to be one datagram.
 */
static size_t longest_of(const struct stream *source)
{
	return source->carries_messages ? MOVER_LARGEST_MESSAGE
	                                : DATAGRAM_LONGEST;
}

void session_impair(struct session *s, uint64_t conn)
{
	struct impair_mover_opts opts = {
		.set = s->rules->faults,
		.conn = conn,
		.carrier = carrier_of(s),
		.pool = s->rules->pool,
		.tap = s->rules->tap,
		.connection = s->connection,
	};

	s->faults = xmalloc(sizeof(*s->faults));
	*s->faults = (struct session_faults){
		.retry_at = CLOCK_NEVER,
		.cut_until = CLOCK_NEVER,
	};
	for (int side = NEAR; side <= FAR; side++) {
		struct lane *lane = &s->lanes[side];
		opts.is_up = side == FAR;
		opts.longest = longest_of(s->ends[side].stream);
		opts.carries_empty = session_carries_datagrams(s);
		lane->mover->ops->free(lane->mover);
		lane->mover = impair_mover_new(&opts);
	}
}

/* The lane ends before its source does. */
static void shut(struct session *s, enum session_side source)
{
	struct lane *lane = &s->lanes[source];

	if (lane->state != LANE_OPEN)
		return; /* its own end is on the way */
	lane->mover->ops->stop(lane->mover);
	lane->holds_end = true; /* it is told here */
	s->faults->shuts[source] = true;
}

bool session_impair_shuts(const struct session *s, enum session_side source)
{
	return s->faults && s->faults->shuts[source];
}

bool session_impair_has_shut(const struct session *s, enum session_side source)
{
	return s->faults && s->faults->is_shut[source];
}

bool session_impair_forgives(struct session *s, enum session_side side)
{
	struct lane *lane = session_lane_to(s, side);

	if (!s->faults || s->faults->cut_until == CLOCK_NEVER)
		return false;
	if (!s->faults->shuts[!side]) {
		lane_give_up(lane);
		return true;
	}
	lane->mover->ops->drop(lane->mover);
	s->faults->retry_at = s->last_turn;
	return true;
}

void session_impair_reset(struct session *s)
{
	session_reset_ends(s);
	for (int side = NEAR; side <= FAR; side++)
		lane_give_up(&s->lanes[side]);
	loop_wake(&s->pollable);
}

static void judge(struct session *s, enum session_side source)
{
	const struct lane *lane = &s->lanes[source];

	if (lane->state == LANE_DONE)
		return;
	switch (lane->mover->ops->judge(lane->mover)) {
	case MOVER_GOES_ON:
		break;
	case MOVER_ENDS:
		shut(s, source);
		break;
	case MOVER_CUTS:
		shut(s, NEAR);
		shut(s, FAR);
		s->faults->cut_until = s->last_turn + CUT_TIME;
		break;
	case MOVER_RESETS:
		session_impair_reset(s);
		break;
	}
}

/* Tells the sink the end, if it is time. */
static void tell(struct session *s, enum session_side source)
{
	struct session_faults *f = s->faults;
	struct session_end *sink = &s->ends[!source];
	struct error err = ERROR_NONE;

	if (!f->shuts[source] || f->is_shut[source] ||
	    lane_holds(&s->lanes[source]))
		return;
	int result = stream_finish(sink->stream, &err);
	if (result == STREAM_AGAIN) {
		f->retry_at = s->last_turn + RETRY_PAUSE;
		return;
	}
	f->is_shut[source] = true;
	sink->told_at = s->last_turn;
	if (result == STREAM_ERROR)
		session_fail_end(s, (enum session_side) !source, &err);
}

/* Whether the source of the lane has ended, and faults hold back for ever that
 * end, and no bytes: these arrive when the fault is removed, unless an end
 * has failed. */
static bool is_stuck(const struct session *s, const struct lane *l)
{
	return l->state == LANE_DRAINING && lane_due(l) == CLOCK_NEVER &&
	       (s->failure || lane_held(l) == 0);
}

/* Whether the lane has nothing more to do, or will never do it. */
static bool is_over(const struct session *s, enum session_side source)
{
	const struct session_faults *f = s->faults;
	const struct lane *lane = &s->lanes[source];
	const struct lane *other = &s->lanes[!source];

	if (lane->state == LANE_DONE)
		return false;
	if (f->is_shut[source] &&
	    (lane->state == LANE_DRAINING || s->last_turn >= f->cut_until))
		return true;
	if (s->last_turn >= f->cut_until && lane_due(lane) == CLOCK_NEVER)
		return true;
	return is_stuck(s, lane) &&
	       (other->state == LANE_DONE || is_stuck(s, other));
}

void session_impair_judge(struct session *s)
{
	if (!s->faults)
		return;
	s->faults->retry_at = CLOCK_NEVER;
	for (int side = NEAR; side <= FAR; side++)
		judge(s, (enum session_side)side);
	for (int side = NEAR; side <= FAR; side++) {
		tell(s, (enum session_side)side);
		if (is_over(s, (enum session_side)side))
			lane_give_up(&s->lanes[side]);
	}
}

int64_t session_impair_deadline(const struct session *s)
{
	int64_t next;

	if (!s->faults)
		return CLOCK_NEVER;
	next = s->faults->retry_at;
	for (int side = NEAR; side <= FAR; side++)
		if (is_over(s, (enum session_side)side))
			return 0; /* to give the lane up */
	if (s->last_turn < s->faults->cut_until)
		next = clock_earlier(next, s->faults->cut_until);
	for (int side = NEAR; side <= FAR; side++) {
		const struct lane *lane = &s->lanes[side];
		if (lane->state != LANE_DONE)
			next = clock_earlier(
			    next, lane->mover->ops->judge_at(lane->mover));
	}
	return next;
}
