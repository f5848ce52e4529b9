/* SPDX-License-Identifier: MIT */
/* A conversation between two ends: what it waits for, and what moves. */
#include "relay/session.h"

#include <poll.h>

#include "base/clock.h"
#include "relay/session-breaking.h"
#include "relay/session-impair.h"
#include "relay/session-judge.h"
#include "relay/session-private.h"
#include "stream/stream.h"
#include "sys/poller.h"

/* How long a half-closed wire goes on before its peer is watched. */
#define HALF_CLOSED_MOMENT CLOCK_SECOND

/* In one turn, of those that the source has in memory. */
#define DATAGRAMS_AT_ONCE 64

/* What to wait for */

static bool can_read(struct session *s, int side)
{
	return lane_can_read(&s->lanes[side]) &&
	       stream_has_room(s->ends[!side].stream);
}

static void wish(struct session *s, int side, struct waiting *w)
{
	struct session_end *end = &s->ends[side];
	const struct stream *st = end->stream;
	const struct lane *to = session_lane_to(s, side);
	short reads = can_read(s, side) ? st->read_events : 0;
	if (reads && end->tells_urgent)
		reads |= POLLPRI;
	short writes = lane_can_write(to) ? st->write_events : 0;
	/* A wire leaves its sockets to no program. */
	short sole = s->rules->is_wire && st->is_sole ? POLLER_SOLE : 0;

	end->in = end->out = WAITING_NONE;
	if (st->read_fd == st->write_fd) {
		/* Without a wish the descriptor leaves the set: a hang-up that
		 * no code handles would be reported again and again. */
		bool is_watched = !session_impair_has_shut(s, !side) &&
		                  ((end->has_ended && to->state != LANE_DONE) ||
				      session_awaits_reset(s, side));
		if (reads || writes || is_watched)
			end->in = waiting_add(
			    w, st->read_fd, (short)(reads | writes | sole));
		return;
	}
	if (reads)
		end->in = waiting_add(w, st->read_fd, reads);
	/* Even an idle output is watched: its reader may leave. */
	if (to->state != LANE_DONE)
		end->out = waiting_add(w, st->write_fd, writes);
}

static int64_t session_prepare(struct pollable *p, struct waiting *w)
{
	struct session *s = (struct session *)p;
	int64_t latest = session_next_deadline(s);

	if (s->phase == SESSION_LEAVING)
		return session_leaving_prepare(s, w);
	for (int side = NEAR; side <= FAR; side++) {
		wish(s, side, w);
		if (can_read(s, side))
			latest = clock_earlier(
			    latest, stream_due(s->ends[side].stream));
	}
	return latest;
}

/* The end of one side */

/* Reads no more input of that side, but what has come already. */
static void stop(struct session *s, int side)
{
	struct stream *st = s->ends[side].stream;

	if (st->ops->cut)
		st->ops->cut(st);
	else
		lane_end(&s->lanes[side]);
}

/* Whether the end of the other side ends this side, too. */
static bool is_enough_for(const struct session *s, int side)
{
	const struct session_end *end = &s->ends[side];
	bool was_answered =
	    s->lanes[side].bytes_read == 0 && s->lanes[!side].bytes_read > 0;

	/* There is no end of datagrams that could be passed on. But a target
	 * may still answer. */
	if (s->rules->is_wire && side == FAR && end->stream->carries_datagrams)
		return true;
	return end->stops_with_other || (end->stops_answered && was_answered);
}

static void tell_end(
    struct session *s, enum tap_kind kind, enum tap_sequel sequel)
{
	uint64_t bytes = kind == TAP_PEER_ENDED ? s->lanes[FAR].bytes_read
	                                        : s->lanes[NEAR].bytes_written;

	session_tell(
	    s, (struct tap_event){
		   .kind = kind,
		   .ended = { sequel, bytes, .is_relayed = s->rules->is_wire },
	       });
}

static void watch_peer(struct session_end *end)
{
	if (end->stream->ops->watch_peer)
		end->stream->ops->watch_peer(end->stream);
}

/* A wire waits a moment: most ends follow each other at once. */
static void watch_peers(struct session *s)
{
	if (!s->watch_at || s->last_turn < s->watch_at)
		return;
	s->watch_at = 0;
	for (int side = NEAR; side <= FAR; side++)
		if (s->ends[side].has_ended &&
		    session_lane_to(s, side)->state != LANE_DONE)
			watch_peer(&s->ends[side]);
}

static void end_came(struct session *s, int side)
{
	struct session_end *end = &s->ends[side], *other = &s->ends[!side];
	struct lane *back = session_lane_to(s, side);
	bool sends_on = back->state == LANE_OPEN && !is_enough_for(s, !side);
	bool is_silent = end->may_be_silent && s->lanes[side].bytes_read == 0;

	end->has_ended = true;
	if (!end->stream->gives_nothing)
		session_note_first(s, side, false);
	back->holds_end = session_impair_shuts(s, !side);
	if (back->state == LANE_OPEN && !sends_on)
		stop(s, !side);
	if (side == FAR && !end->stream->carries_datagrams)
		tell_end(s, TAP_PEER_ENDED,
		    sends_on ? TAP_SENDING_ON : TAP_NOTHING_LEFT);
	if (sends_on && s->rules->is_wire)
		s->watch_at = s->last_turn + HALF_CLOSED_MOMENT;
	else if (sends_on)
		watch_peer(end);
	if (other->has_ended || other->need_not_end ||
	    other->stream->carries_datagrams || (!is_silent && !end->ends_last))
		return;
	s->lanes[side].holds_end = true;
	if (!end->stream->gives_nothing)
		tell_end(s, TAP_INPUT_ENDED, TAP_HELD_BACK);
}

/* What moves */

static void read_end(struct session *s, int side)
{
	struct error err = ERROR_NONE;
	struct lane *lane = &s->lanes[side];
	bool is_first = lane->bytes_read == 0;
	ssize_t n = lane_read(lane, &err);

	if (n < 0) {
		session_fail_read(s, side, &err);
		return;
	}
	if (n > 0 && is_first && side == FAR)
		session_tell(s, (struct tap_event){ .kind = TAP_FIRST_BYTE,
				    .took_us = clock_now() - s->started });
	if (lane->state == LANE_DRAINING && !lane->breaks)
		end_came(s, side);
}

static void note_told(struct session *s, int side)
{
	const struct session_end *far = &s->ends[FAR];

	s->ends[side].told_at = s->last_turn;
	if (side == FAR)
		tell_end(s, TAP_INPUT_ENDED,
		    far->stream->carries_datagrams ? TAP_RECEIVING_ON
		    : far->has_ended               ? TAP_SHUT
						   : TAP_SHUT_RECEIVING);
}

/* An echo or a program that can no longer write will not read: an echo is full,
 * a program waits until it can write. */
static void give_up_dependent(struct session *s, int side)
{
	if (s->ends[side].repeats || s->ends[side].need_not_read)
		lane_give_up(session_lane_to(s, side));
}

static void write_end(struct session *s, int side)
{
	struct error err = ERROR_NONE;
	struct lane *lane = session_lane_to(s, side);
	const struct stream *st = s->ends[side].stream;
	ssize_t n = 1;

	while (n > 0 && lane_can_write(lane)) {
		/* To tell the end may close the descriptor. */
		if (lane_is_at_end(lane) && st->write_fd != st->read_fd)
			loop_forget(&s->pollable, st->write_fd);
		n = lane_write(lane, &err);
	}
	if (n < 0 && (err.kind == FAULT_IO || err.is_drop)) {
		/* The message is at fault, not the connection. */
		err.is_of_peer |= s->ends[!side].repeats ||
		                  (s->rules->is_wire && !s->ends[side].is_ours);
		session_fail(s, &err);
	} else if (n < 0) {
		session_fail_end(s, side, &err);
		give_up_dependent(s, !side);
	} else if (lane->state == LANE_DONE) {
		note_told(s, side);
	}
}

/* Whether a read can succeed: no read is wasted on a socket that has become
 * writable only. */
static bool has_come(const struct session *s, int side, const struct waiting *w)
{
	const struct session_end *end = &s->ends[side];

	return session_has_trouble(w, end->in) ||
	       (waiting_result(w, end->in) & end->stream->read_events) ||
	       stream_due(end->stream) <= s->last_turn;
}

static void serve_lane(struct session *s, int from, const struct waiting *w)
{
	const struct stream *source = s->ends[from].stream;
	int left = source->carries_datagrams ? DATAGRAMS_AT_ONCE : 1;
	bool has_more = has_come(s, from, w);

	do {
		if (has_more && can_read(s, from))
			read_end(s, from);
		if (lane_can_write(&s->lanes[from]))
			write_end(s, !from);
		has_more = --left > 0 && stream_is_pending(source);
	} while (has_more && can_read(s, from));
}

/* The end of all */

static void leave_unwritten(struct session *s)
{
	if (!s->ends[NEAR].need_not_read)
		s->unwritten = lane_held(&s->lanes[FAR]);
	lane_give_up(&s->lanes[FAR]);
}

/* Ends the session with success: what has come is still written, and by an echo
 * also sent back. */
static void stop_both(struct session *s)
{
	bool time_is_over = s->last_turn >= s->rules->enough_at;

	/* The idle timeout begins anew for what is still to be written. */
	if (session_has_rested(s))
		s->last_move = s->last_turn;
	if (s->lanes[FAR].state == LANE_OPEN) {
		if (session_has_lingered(s) && !time_is_over)
			stop(s, FAR); /* bytes in the socket have come, too */
		else
			lane_end(&s->lanes[FAR]);
		write_end(s, NEAR);
	}
	if (session_is_judged(s) && s->lanes[NEAR].state == LANE_OPEN) {
		/* TLS has a message for its end, which close() does
		 * not send. */
		lane_end(&s->lanes[NEAR]);
		write_end(s, FAR);
	}
	if (!s->ends[NEAR].repeats || time_is_over || s->lanes[NEAR].holds_end)
		lane_give_up(&s->lanes[NEAR]);
	else if (s->lanes[NEAR].state == LANE_OPEN &&
		 s->lanes[FAR].state == LANE_DONE)
		stop(s, NEAR);
	if (time_is_over && s->lanes[FAR].state != LANE_DONE)
		leave_unwritten(s);
}

static void converse(struct session *s, const struct waiting *w)
{
	uint64_t before = session_moved(s);

	session_check(s, NEAR);
	session_check(s, FAR);
	session_take_urgent(s, NEAR, w);
	serve_lane(s, NEAR, w);
	session_look_for_trouble(s, NEAR, w);
	session_take_urgent(s, FAR, w);
	serve_lane(s, FAR, w);
	/* NEAR may have an answer now to what FAR has sent, or an end that was
	 * held back until the end of FAR. */
	if (stream_is_pending(s->ends[NEAR].stream))
		serve_lane(s, NEAR, w);
	if (lane_can_write(&s->lanes[NEAR]) && s->ends[FAR].has_ended)
		write_end(s, FAR);
	session_look_for_trouble(s, FAR, w);
	session_heed_judge(s);
	if (session_has_enough(s))
		stop_both(s);
	if (session_moved(s) != before)
		s->last_move = s->last_turn;
}

static bool session_service(struct pollable *p, const struct waiting *w)
{
	struct session *s = (struct session *)p;
	struct error err = ERROR_NONE;

	s->last_turn = clock_now();
	if (s->phase == SESSION_LEAVING)
		return session_leaving_service(s, w);
	session_impair_judge(s);
	converse(s, w);
	session_impair_judge(s); /* an end may be gone, and no event follows */
	watch_peers(s);
	if (session_check_deadlines(s, &err) < 0)
		session_fail(s, &err);
	session_go_on_breaking(s);
	if (session_goes_on(s))
		return true;
	return session_conclude(s);
}

static void session_cannot_wait(struct pollable *p, const struct error *cause)
{
	struct error err = *cause;

	err.is_local = true;
	session_fail((struct session *)p, &err);
}

const struct pollable_ops session_ops = {
	.prepare = session_prepare,
	.service = session_service,
	.report = session_report,
	.sample = session_sample,
	.cannot_wait = "cannot be watched",
	.fail = session_cannot_wait,
};
