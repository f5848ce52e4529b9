/* SPDX-License-Identifier: MIT */
/* How a session begins, and how it is freed. */
#include <stdlib.h>

#include "base/clock.h"
#include "relay/session-private.h"
#include "stream/stream.h"

static void wake(void *session)
{
	loop_wake(&((struct session *)session)->pollable);
}

/* What follows from what the stream can do. The other side need not know that
 * nothing comes, unless it is an echo, which ends only then. An end that never
 * comes is waited for only if the other side can take what comes before it. */
static void heed_stream(struct session_end *end, const struct stream *other)
{
	const struct stream *own = end->stream;

	end->may_be_silent |= own->gives_nothing && !other->repeats;
	end->need_not_end |= own->has_no_end && other->takes_nothing;
	end->repeats |= own->repeats;
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
	s->phase = SESSION_OPEN;
	s->last_move = s->started;
	for (int side = NEAR; side <= FAR; side++) {
		heed_stream(&s->ends[side], s->ends[!side].stream);
		s->ends[side].stream->woken = wake;
		s->ends[side].stream->context = s;
		session_make_lane(s, side);
	}
}

void session_watch(struct session *s, const struct tap_connection *connection)
{
	s->connection = connection;
	session_await_urgent(s);
	lane_watch(&s->lanes[NEAR], s->rules->tap, connection, TAP_OUT);
	lane_watch(&s->lanes[FAR], s->rules->tap, connection, TAP_IN);
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
