/* SPDX-License-Identifier: MIT */
/* A session with faults that are made on purpose: its lanes have movers that
 * impair, and some faults end it. */
#include "relay/session-impair.h"

#include "base/clock.h"
#include "relay/impair/impair-mover.h"
#include "relay/session-private.h"
#include "stream/datagram.h"
#include "stream/stream.h"

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

void session_impair(struct session *s, uint64_t conn)
{
	struct impair_mover_opts opts = {
		.set = s->rules->faults,
		.conn = conn,
		.carrier = carrier_of(s),
		.longest = MOVER_MESSAGE_BYTES,
		.pool = s->rules->pool,
		.tap = s->rules->tap,
		.connection = s->connection,
	};

	for (int side = NEAR; side <= FAR; side++) {
		struct lane *lane = &s->lanes[side];
		opts.is_up = side == FAR;
		lane->mover->ops->free(lane->mover);
		lane->mover = impair_mover_new(&opts);
	}
}

/* Both directions end: what has come is still written. */
static void cut(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++) {
		s->lanes[side].holds_end = false;
		lane_end(&s->lanes[side]);
	}
}

static void reset(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++)
		lane_give_up(&s->lanes[side]);
}

static enum mover_verdict judge(struct lane *l)
{
	const struct mover_ops *ops = l->mover->ops;

	return ops->judge && l->state != LANE_DONE ? ops->judge(l->mover)
	                                           : MOVER_GOES_ON;
}

/* Whether a lane holds for ever what it still has, and nothing else goes on:
 * its source has ended, and so has the other lane. */
static bool is_stuck(const struct session *s, int side)
{
	return s->lanes[side].state == LANE_DRAINING &&
	       s->lanes[!side].state == LANE_DONE &&
	       lane_due(&s->lanes[side]) == CLOCK_NEVER;
}

void session_impair_judge(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++) {
		struct lane *lane = &s->lanes[side];
		switch (judge(lane)) {
		case MOVER_GOES_ON:
			break;
		case MOVER_ENDS:
			lane->holds_end = false;
			lane_end(lane);
			break;
		case MOVER_CUTS:
			cut(s);
			break;
		case MOVER_RESETS:
			reset(s);
			break;
		}
		if (is_stuck(s, side))
			lane_give_up(lane);
	}
}

int64_t session_impair_deadline(const struct session *s)
{
	int64_t next = CLOCK_NEVER;

	for (int side = NEAR; side <= FAR; side++) {
		const struct lane *lane = &s->lanes[side];
		const struct mover_ops *ops = lane->mover->ops;
		if (ops->judge_at && lane->state != LANE_DONE)
			next = clock_earlier(next, ops->judge_at(lane->mover));
	}
	return next;
}
