/* SPDX-License-Identifier: MIT */
/* One direction of a conversation. */
#include "relay/lane.h"

void lane_init(struct lane *l, struct stream *source, struct stream *sink,
    struct mover *mover)
{
	*l = (struct lane){
		.source = source,
		.sink = sink,
		.mover = mover,
	};
}

void lane_free(struct lane *l)
{
	if (l->mover)
		l->mover->ops->free(l->mover);
	l->mover = NULL;
}

bool lane_can_read(const struct lane *l)
{
	return l->state == LANE_OPEN && l->mover->ops->has_room(l->mover);
}

size_t lane_held(const struct lane *l)
{
	return l->mover->ops->held(l->mover);
}

bool lane_can_write(const struct lane *l)
{
	if (l->state == LANE_DONE)
		return false;
	if (lane_held(l) > 0)
		return true;
	return l->state == LANE_DRAINING && !l->holds_end;
}

ssize_t lane_read(struct lane *l, struct error *err)
{
	ssize_t n = l->mover->ops->fill(l->mover, l->source, err);

	if (n == STREAM_ERROR)
		return -1;
	if (n == 0)
		lane_end(l);
	if (n <= 0)
		return 0;
	l->bytes_read += (uint64_t)n;
	return n;
}

bool lane_is_at_end(const struct lane *l)
{
	return l->state == LANE_DRAINING && !l->holds_end && lane_held(l) == 0;
}

/* All bytes are written: the end is next. */
static ssize_t tell_end(struct lane *l, struct error *err)
{
	int result = stream_finish(l->sink, err);

	if (result == 0)
		l->state = LANE_DONE;
	return result == STREAM_ERROR ? -1 : 0;
}

ssize_t lane_write(struct lane *l, struct error *err)
{
	if (lane_held(l) == 0)
		return tell_end(l, err);

	ssize_t n = l->mover->ops->drain(l->mover, l->sink, err);
	if (n == STREAM_ERROR)
		return -1;
	if (n <= 0)
		return 0;
	l->bytes_written += (uint64_t)n;
	return n;
}

void lane_end(struct lane *l)
{
	if (l->state == LANE_OPEN)
		l->state = LANE_DRAINING;
}

void lane_give_up(struct lane *l)
{
	l->state = LANE_DONE;
}
