/* SPDX-License-Identifier: MIT */
/* What observers are told of a session while it goes on. */
#include "base/clock.h"
#include "relay/session-private.h"
#include "stream/stream.h"
#include "sys/socket/socket-queue.h"

void session_tell(struct session *s, struct tap_event event)
{
	event.connection = s->connection;
	tap_tell(s->rules->tap, &event);
}

/* Progress */

static struct tap_traffic traffic_of(const struct session *s)
{
	return (struct tap_traffic){
		.in = s->lanes[FAR].bytes_read,
		.out = s->lanes[NEAR].bytes_written,
		.took_us = clock_now() - s->started,
	};
}

/* If there are many sessions, the server reports their number instead. */
void session_report(struct pollable *p)
{
	struct session *s = (struct session *)p;

	if (!s->connection || s->connection->id || s->phase == SESSION_LEAVING)
		return;
	session_tell(s, (struct tap_event){
			    .kind = TAP_PROGRESS, .traffic = traffic_of(s) });
}

/* Asks the kernel about the connection; not for one of thousands. */
static void ask_kernel(const struct session *s, struct tap_sample *sample)
{
	const struct stream *far = s->ends[FAR].stream;

	sample->has_tcp =
	    far->ops->describe && far->ops->describe(far, &sample->tcp);
	if (sample->has_tcp)
		sample->unconfirmed =
		    socket_queue_unconfirmed_bytes(far->read_fd, &sample->tcp);
}

void session_sample(struct pollable *p)
{
	struct session *s = (struct session *)p;
	const struct lane *out = &s->lanes[NEAR], *in = &s->lanes[FAR];
	struct tap_sample sample = {
		.traffic = traffic_of(s),
		.input_is_open = out->state == LANE_OPEN,
		.peer_is_open = in->state == LANE_OPEN,
	};

	if (s->phase >= SESSION_LEAVING)
		return;
	sample.held_in = lane_held(in);
	sample.held_out = lane_held(out);
	sample.is_held_back =
	    lane_due(in) > s->last_turn || lane_due(out) > s->last_turn;
	if (!s->connection || !s->connection->id)
		ask_kernel(s, &sample);
	session_tell(
	    s, (struct tap_event){ .kind = TAP_SAMPLE, .sample = &sample });
}
