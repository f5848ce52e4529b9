/* SPDX-License-Identifier: MIT */
/*
 * Urgent data of TCP. An end on this host has no use for it: the byte is taken
 * out of line, and observers are told. A wire passes it on: it is read in line,
 * and the byte of the same number is sent as urgent data.
 */
#include <poll.h>
#include <sys/socket.h>

#include "relay/session-private.h"
#include "stream/stream.h"
#include "stream/urgent.h"
#include "sys/socket/socket-option.h"

/* Out of line */

static bool observers_want(const struct session *s)
{
	const struct tap_connection *c = s->connection;

	return c && c->transport == TAP_TCP && s->ends[FAR].stream->ops->urge &&
	       tap_wants(s->rules->tap, TAP_URGENT);
}

static void tell_urgent(struct session *s, const struct urgent *urgent)
{
	/* Bytes that a layer has read ahead are in neither count. */
	bool is_known =
	    urgent->has_before && !stream_is_pending(s->ends[FAR].stream);

	session_tell(s, (struct tap_event){
			    .kind = TAP_URGENT,
			    .urgent = {
				.byte = urgent->byte,
				.has_offset = is_known,
				.offset = s->lanes[FAR].bytes_read +
				          urgent->before,
			    },
			});
}

static int take_out_of_line(struct session *s, struct error *err)
{
	struct session_end *far = &s->ends[FAR];
	struct urgent urgent;

	int result =
	    urgent_take(far->stream->read_fd, &urgent, s->rules->tap, err);
	if (result > 0)
		tell_urgent(s, &urgent);
	if (result == STREAM_CANNOT)
		far->tells_urgent = false;
	return result == STREAM_ERROR ? -1 : 0;
}

/* In line */

static bool is_tcp(const struct stream *st)
{
	return st->ops->describe && socket_option_is_tcp(st->read_fd);
}

/* Reads it in line from now on. The kernel stops each read before it. */
static bool begin_in_line(struct session *s, enum session_side side)
{
	struct stream *st = s->ends[side].stream;

	return is_tcp(st) && is_tcp(s->ends[!side].stream) &&
	       urgent_read_in_line(st->read_fd, st->tap);
}

/* If the next byte is the urgent one, its number is noted. */
static void pass_on(struct session *s, enum session_side side)
{
	struct session_end *end = &s->ends[side];
	struct lane *lane = &s->lanes[side];
	struct urgent urgent = { .has_before = true };

	if (!end->reads_urgent && !begin_in_line(s, side)) {
		end->tells_urgent = false;
		return;
	}
	end->reads_urgent = true;
	if (stream_is_pending(end->stream) ||
	    !urgent_is_next(end->stream->read_fd, &urgent.byte))
		return;
	if (side == FAR && observers_want(s))
		tell_urgent(s, &urgent);
	lane_mark_urgent(lane);
}

/* Both */

void session_await_urgent(struct session *s)
{
	const struct stream *near = s->ends[NEAR].stream;
	const struct stream *far = s->ends[FAR].stream;

	if (s->rules->is_wire && near->ops->urge && far->ops->urge)
		s->ends[NEAR].tells_urgent = s->ends[FAR].tells_urgent = true;
	else
		s->ends[FAR].tells_urgent = observers_want(s);
}

static void take(struct session *s, enum session_side side)
{
	struct error err = ERROR_NONE;

	if (s->rules->is_wire && s->ends[!side].stream->ops->urge)
		pass_on(s, side);
	else if (take_out_of_line(s, &err) < 0)
		session_fail_read(s, side, &err);
}

/* Called in each turn: what is rare is in a function of its own. */
void session_take_urgent(
    struct session *s, enum session_side side, const struct waiting *w)
{
	const struct session_end *end = &s->ends[side];

	if (end->tells_urgent && (waiting_result(w, end->in) & POLLPRI))
		take(s, side);
}
