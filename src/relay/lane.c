/* SPDX-License-Identifier: MIT */
/* One direction of a conversation. */
#include "relay/lane.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "stream/datagram.h"

/* Allocated, since few lanes have an observer that wants their bytes. */
struct lane_watch {
	struct tap *tap;
	const struct tap_connection *connection;
	enum tap_direction direction;
};

void lane_init(struct lane *l, struct stream *source, struct stream *sink,
    struct mover *mover)
{
	*l = (struct lane){
		.source = source,
		.sink = sink,
		.mover = mover,
	};
}

void lane_limit(struct lane *l, const struct gate_opts *limits)
{
	l->gate = gate_new(limits, l->sink);
}

void lane_free(struct lane *l)
{
	if (l->mover)
		l->mover->ops->free(l->mover);
	free(l->gate);
	free(l->watch);
	l->mover = NULL;
	l->gate = NULL;
	l->watch = NULL;
}

void lane_watch(struct lane *l, struct tap *tap,
    const struct tap_connection *connection, enum tap_direction direction)
{
	if (!tap_wants(tap, TAP_DATA))
		return;
	l->watch = xmalloc(sizeof(*l->watch));
	*l->watch = (struct lane_watch){ tap, connection, direction };
}

/* Shows bytes that were read or written, if the lane has that direction. */
static void tell(const struct lane *l, enum tap_direction direction,
    const void *bytes, ssize_t len)
{
	uint64_t offset =
	    direction == TAP_IN ? l->bytes_read : l->bytes_written;
	const struct lane_watch *w = l->watch;

	if (len > 0 && w && w->direction == direction)
		tap_tell(w->tap,
		    &(struct tap_event){
			.kind = TAP_DATA,
			.connection = w->connection,
			.data = { direction, bytes, (size_t)len, offset },
		    });
}

void lane_mark_urgent(struct lane *l)
{
	uint64_t ahead = l->bytes_read + 1 - l->bytes_written;
	const struct gate_opts opts = { .urgent_at = ahead };

	/* What faults add or take away changes its number. */
	if (l->mover->ops->added)
		return;
	if (l->urgent_at > l->bytes_read)
		return; /* marked already */
	l->urgent_at = l->bytes_read + 1;
	if (l->gate)
		gate_mark_urgent(l->gate, ahead);
	else
		l->gate = gate_new(&opts, l->sink);
}

/* One mark at a time: what is behind the urgent byte waits until that is
 * written. */
static bool waits_for_urgent(const struct lane *l)
{
	return l->urgent_at && l->bytes_read >= l->urgent_at &&
	       l->bytes_written < l->urgent_at;
}

bool lane_holds(const struct lane *l)
{
	const struct mover_ops *ops = l->mover->ops;

	return lane_held(l) > 0 ||
	       (ops->holds_empty && ops->holds_empty(l->mover));
}

bool lane_can_read(const struct lane *l)
{
	return !waits_for_urgent(l) && l->state == LANE_OPEN &&
	       l->mover->ops->has_room(l->mover);
}

size_t lane_held(const struct lane *l)
{
	return l->mover->ops->held(l->mover);
}

bool lane_has_more(const struct lane *l)
{
	if (l->state == LANE_DONE)
		return false;
	if (lane_holds(l))
		return true;
	return l->state == LANE_DRAINING && !l->holds_end && !l->breaks;
}

int64_t lane_due(const struct lane *l)
{
	const struct mover *m = l->mover;

	/* A session that only takes leave has lanes without a mover. */
	if (l->state == LANE_DONE || !m)
		return 0;
	int64_t moves = m->ops->due ? m->ops->due(m) : 0;
	int64_t opens = l->gate && lane_held(l) > 0 ? gate_due(l->gate) : 0;
	return moves > opens ? moves : opens;
}

bool lane_can_write(const struct lane *l)
{
	int64_t due = lane_due(l);

	return lane_has_more(l) && (due == 0 || clock_now() >= due);
}

static bool has_lost_none(const struct lane *l)
{
	const struct mover_ops *ops = l->mover->ops;
	int64_t added = ops->added ? ops->added(l->mover) : 0;

	return l->bytes_read + (uint64_t)added - l->bytes_written ==
	       lane_held(l);
}

ssize_t lane_read(struct lane *l, struct error *err)
{
	const void *bytes = NULL;
	ssize_t n = l->mover->ops->fill(l->mover, l->source, &bytes, err);

	tell(l, TAP_IN, bytes, n);
	l->mover->ops->settle(l->mover);
	if (n == STREAM_ERROR)
		return -1;
	if (n == 0)
		lane_end(l);
	if (n == DATAGRAM_EMPTY)
		l->empty_messages++;
	if (n <= 0)
		return 0;
	l->bytes_read += (uint64_t)n;
	assert(has_lost_none(l));
	return n;
}

bool lane_is_at_end(const struct lane *l)
{
	return !lane_holds(l) && lane_has_more(l);
}

static ssize_t tell_end(struct lane *l, struct error *err)
{
	int result = stream_finish(l->sink, err);

	if (result == 0)
		l->state = LANE_DONE;
	return result == STREAM_ERROR ? -1 : 0;
}

ssize_t lane_write(struct lane *l, struct error *err)
{
	if (!lane_holds(l))
		return tell_end(l, err);

	struct stream *sink = l->gate ? gate_stream(l->gate) : l->sink;
	const void *bytes = NULL;
	ssize_t n = l->mover->ops->drain(l->mover, sink, &bytes, err);
	tell(l, TAP_OUT, bytes, n);
	l->mover->ops->settle(l->mover);
	if (n == STREAM_ERROR)
		return -1;
	if (n <= 0)
		return 0;
	l->bytes_written += (uint64_t)n;
	assert(has_lost_none(l));
	return n;
}

void lane_end(struct lane *l)
{
	if (l->state == LANE_OPEN)
		l->state = LANE_DRAINING;
}

void lane_break(struct lane *l)
{
	l->breaks = true;
}

void lane_give_up(struct lane *l)
{
	l->state = LANE_DONE;
}
