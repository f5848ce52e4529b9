/* SPDX-License-Identifier: MIT */
/* How a session starts, which way its bytes are moved, and how it is freed. */
#include <stdlib.h>

#include "base/clock.h"
#include "relay/movers.h"
#include "relay/session-private.h"
#include "stream/stream.h"

static struct goal *goal_of(const struct session *s, enum session_side source)
{
	return source == FAR ? s->rules->goal : NULL;
}

/* Whether the bytes of a lane may be spliced, and if not, why. */
static enum tap_way choose_way(
    const struct session *s, enum session_side source)
{
	const struct stream *from = s->ends[source].stream;
	const struct stream *to = s->ends[!source].stream;

	if (s->rules->engine == ENGINE_COPY)
		return TAP_COPY_ASKED;
	if (goal_of(s, source) || tap_wants(s->rules->tap, TAP_DATA))
		return TAP_COPY_SEEN;
	if (!from->ops->splice_in || !to->ops->splice_out ||
	    from->carries_messages || to->carries_messages)
		return TAP_COPY_CANNOT;
	return TAP_SPLICED;
}

static struct mover *make_mover(
    const struct session *s, enum session_side source, size_t limit)
{
	const struct session_rules *rules = s->rules;

	if (s->ends[source].stream->ops->lend)
		return mover_lent_new();
	if (s->ends[FAR].stream->carries_messages)
		return mover_copy_messages(
		    rules->pool, goal_of(s, source), limit);
	if (choose_way(s, source) != TAP_SPLICED)
		return mover_copy_new(rules->pool, goal_of(s, source));
	return mover_adaptive_new(rules->pool, rules->engine == ENGINE_SPLICE);
}

static struct tap_moved moved(const struct session *s, enum session_side source)
{
	const struct lane *lane = &s->lanes[source];
	struct tap_moved how = { .way = choose_way(s, source) };

	if (lane->mover->ops->way)
		how.way = lane->mover->ops->way(lane->mover, &how.spliced);
	how.copied = lane->bytes_read - how.spliced;
	return how;
}

void session_tell_moved(struct session *s)
{
	session_tell(s, (struct tap_event){
			    .kind = TAP_MOVED,
			    .moved = { [TAP_IN] = moved(s, FAR),
				[TAP_OUT] = moved(s, NEAR) },
			});
}

void session_init(struct session *s, const struct session_rules *rules,
    const struct session_end *near, const struct session_end *far)
{
	*s = (struct session){
		.pollable.ops = &session_ops,
		.rules = rules,
		.ends = { *near, *far },
		.started = clock_now(),
	};
	bool starts = near->stream->ops->start || far->stream->ops->start;
	s->phase = starts ? SESSION_STARTING : SESSION_OPEN;
	s->last_move = s->started;
	lane_init(&s->lanes[NEAR], near->stream, far->stream,
	    make_mover(s, NEAR, rules->message_bytes));
	lane_init(&s->lanes[FAR], far->stream, near->stream,
	    make_mover(s, FAR, MOVER_LARGEST_MESSAGE));
}

void session_watch(struct session *s, const struct tap_connection *connection)
{
	s->connection = connection;
	lane_watch(&s->lanes[NEAR], s->rules->tap, connection, TAP_OUT);
	lane_watch(&s->lanes[FAR], s->rules->tap, connection, TAP_IN);
}

void session_wake(void *session)
{
	loop_wake(&((struct session *)session)->pollable);
}

void session_close(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++) {
		stream_close(s->ends[side].stream);
		s->ends[side].stream = NULL;
	}
}

void session_free(struct session *s)
{
	session_close(s);
	lane_free(&s->lanes[NEAR]);
	lane_free(&s->lanes[FAR]);
	free(s->failure);
}

int64_t session_wish_to_start(struct session *s, struct waiting *w)
{
	for (int side = NEAR; side <= FAR; side++)
		if (s->ends[side].stream->ops->start)
			waiting_add(w, s->ends[side].stream->read_fd,
			    s->ends[side].stream->read_events);
	return s->last_turn ? CLOCK_NEVER : 0;
}

bool session_start(struct session *s)
{
	struct error err = ERROR_NONE;

	for (int side = NEAR; side <= FAR; side++) {
		struct stream *st = s->ends[side].stream;
		int result = st->ops->start ? st->ops->start(st, &err) : 0;
		if (result == STREAM_ERROR)
			session_fail(s, &err);
		if (result != 0)
			return false;
	}
	return true;
}
