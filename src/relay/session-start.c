/* SPDX-License-Identifier: MIT */
/* How a session begins, and how it is freed. */
#include <stdlib.h>

#include "base/clock.h"
#include "relay/mover.h"
#include "relay/session-private.h"
#include "stream/datagram.h"
#include "stream/stream.h"

/* The most that one read may return if it becomes one message: what a datagram
 * can carry, or a whole text. */
static size_t message_bytes(const struct session *s)
{
	size_t usual = s->ends[FAR].stream->carries_datagrams
	                   ? DATAGRAM_LONGEST
	                   : MOVER_MESSAGE_BYTES;

	return s->rules->text_bytes > usual ? s->rules->text_bytes : usual;
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
	lane_init(&s->lanes[NEAR], near->stream, far->stream,
	    session_make_mover(s, NEAR, message_bytes(s)));
	lane_init(&s->lanes[FAR], far->stream, near->stream,
	    session_make_mover(s, FAR, MOVER_LARGEST_MESSAGE));
	lane_limit(
	    &s->lanes[NEAR], &(struct gate_opts){ rules->line_interval_us,
				 rules->rate, rules->urgent_at });
	lane_limit(&s->lanes[FAR], &(struct gate_opts){ .rate = rules->rate });
}

void session_watch(struct session *s, const struct tap_connection *connection)
{
	s->connection = connection;
	s->ends[FAR].tells_urgent = session_wants_urgent(s);
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
