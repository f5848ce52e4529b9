/* SPDX-License-Identifier: MIT */
/* How a session ends: when it may end, whether all bytes have arrived, how it
 * takes leave of the peer, and with which result. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "relay/goal.h"
#include "relay/leftover.h"
#include "relay/session-breaking.h"
#include "relay/session-judge.h"
#include "relay/session-private.h"
#include "stream/stream.h"

/* The peer's kernel confirms the last bytes after a round trip, and no event
 * tells: so the session asks again, less and less often. */
#define PAUSE_FIRST (CLOCK_SECOND / 1000)
#define PAUSE_LAST (CLOCK_SECOND / 10)

/* How long, and how much, a peer may still send in SESSION_LEAVING. */
#define LEAVING_TIME CLOCK_SECOND
#define LEAVING_BYTES ((size_t)1024 * 1024)

/* A peer that has not sent for so long is not sending at the moment. */
#define SILENCE (CLOCK_SECOND / 4)

bool session_has_enough(const struct session *s)
{
	return (s->rules->goal && s->rules->goal->is_reached) ||
	       s->last_turn >= s->rules->enough_at || session_has_lingered(s) ||
	       session_has_rested(s) || session_is_judged(s);
}

/* Delivery */

/* Returns whether there is nothing to wait for. */
static bool is_delivered(struct session *s, enum session_side side)
{
	struct error err = ERROR_NONE;
	struct session_end *end = &s->ends[side];
	int before = end->unconfirmed;

	if (!end->told_at || !end->stream->ops->delivered ||
	    s->lanes[!side].bytes_written == 0)
		return true;
	int result =
	    end->stream->ops->delivered(end->stream, &end->unconfirmed, &err);
	if (end->unconfirmed < before)
		s->last_confirmed = s->last_turn;
	if (result < 0)
		session_fail(s, &err);
	return result != 0;
}

void session_plan_to_ask(struct session *s)
{
	s->ask_pause = s->ask_pause
	                   ? clock_earlier(2 * s->ask_pause, PAUSE_LAST)
	                   : PAUSE_FIRST;
	s->ask_at = s->last_turn + s->ask_pause;
}

/* Whether both ends have all that was sent to them, or never will. If not,
 * plans when to ask again. */
static bool is_settled(struct session *s)
{
	s->ask_at = 0;
	if (is_delivered(s, NEAR) && is_delivered(s, FAR))
		return true;
	session_plan_to_ask(s);
	return false;
}

/* Whether bytes of NEAR are still unconfirmed when linger_us is over: they have
 * LEAVING_TIME more. */
static bool waits_for_confirmation(struct session *s)
{
	const struct session_end *far = &s->ends[FAR];
	struct error err = ERROR_NONE;

	if (!s->rules->linger_ends_well || !session_has_lingered(s) ||
	    far->stream->carries_datagrams || is_settled(s))
		return false;
	if (s->last_turn < far->told_at + s->rules->linger_us + LEAVING_TIME)
		return true;
	error_set(&err, FAULT_TIMEOUT,
	    "timed out: the peer has not confirmed all that was sent");
	session_fail(s, &err);
	return false;
}

bool session_goes_on(struct session *s)
{
	for (int side = NEAR; side <= FAR; side++)
		if (s->lanes[side].state != LANE_DONE &&
		    (!s->ends[side].need_not_end || s->failure))
			return true;
	if (s->failure)
		return false;
	return session_has_enough(s) ? waits_for_confirmation(s)
	                             : !is_settled(s);
}

/* Leaving */

/* Returns whether more may come. */
static bool read_away(struct session *s)
{
	char bytes[64 * 1024];
	struct error err = ERROR_NONE;
	ssize_t n = 1;

	while (s->left_bytes < LEAVING_BYTES && n > 0) {
		n = stream_read(
		    s->ends[FAR].stream, bytes, sizeof(bytes), &err);
		if (n > 0)
			s->left_bytes += (unsigned)n;
	}
	return n == STREAM_AGAIN;
}

/* Returns whether the peer may still send. */
static bool take_leave(struct session *s)
{
	struct session_end *far = &s->ends[FAR];
	struct error err = ERROR_NONE;

	/* Datagrams have no end to wait for, but may have been refused. */
	if (far->stream->carries_datagrams) {
		is_delivered(s, FAR);
		return false;
	}
	/* A connection that is lost cannot be shut down: no leave to take. */
	if (!far->told_at && stream_finish(far->stream, &err) == STREAM_ERROR)
		return false;
	s->left_until =
	    clock_earlier(clock_after(LEAVING_TIME), s->rules->deadline);
	/* After linger_us the peer is not waited for again, and with
	 * need_not_end only if it has sent something. */
	bool was_waited_for =
	    s->rules->linger_ends_well && s->rules->linger_us != 0;
	bool has_spoken =
	    s->lanes[FAR].bytes_read > 0 || far->stream->says_unasked;
	return read_away(s) && !was_waited_for &&
	       (!far->need_not_end || has_spoken || s->left_bytes > 0);
}

int64_t session_leaving_prepare(struct session *s, struct waiting *w)
{
	const struct stream *far = s->ends[FAR].stream;

	s->ends[FAR].in = waiting_add(w, far->read_fd, far->read_events);
	return s->left_until;
}

static void enter(struct session *s, enum session_phase phase)
{
	s->phase = phase;
	if (s->ended)
		s->ended(s->context);
}

bool session_leaving_service(struct session *s, const struct waiting *w)
{
	bool has_come = waiting_result(w, s->ends[FAR].in);

	if (s->last_turn < s->left_until && (!has_come || read_away(s)))
		return true;
	enter(s, SESSION_OVER);
	return false;
}

/* The loop has to forget a descriptor before it is closed. */
static void close_near(struct session *s)
{
	struct stream *near = s->ends[NEAR].stream;

	if (!near)
		return;
	loop_forget(&s->pollable, near->read_fd);
	loop_forget(&s->pollable, near->write_fd);
	stream_close(near);
	s->ends[NEAR].stream = NULL;
}

/* Warns if linger_us has cut off a peer that was sending. */
static void tell_interrupted(struct session *s)
{
	struct error err = ERROR_NONE;
	bool is_silent = s->last_turn - s->last_move > SILENCE;

	if (!s->rules->linger_ends_well || s->rules->linger_us <= 0 ||
	    s->failure || !session_has_lingered(s) || is_silent)
		return;
	error_set(&err, FAULT_TIMEOUT, "the peer was still sending");
	session_tell(
	    s, (struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

bool session_conclude(struct session *s)
{
	struct error err = ERROR_NONE;
	bool is_wire = s->rules->is_wire;
	bool is_reset = s->is_breaking || s->lanes[FAR].breaks;
	/* Of a wire, the end that has not ended sends to one that is gone. */
	bool is_left = !s->failure && !is_wire && !is_reset &&
	               !s->ends[FAR].has_ended && take_leave(s);

	if (is_wire ? s->failure != NULL : s->is_breaking)
		session_reset_ends(s);
	if (leftover_check(s->unwritten, &err) < 0)
		session_fail(s, &err);
	tell_interrupted(s);
	session_tell_moved(s);
	if (!s->rules->is_wire) /* its address is still to be told */
		close_near(s);
	enter(s, is_left ? SESSION_LEAVING : SESSION_OVER);
	return is_left;
}

/* The result */

bool session_found_peer_gone(const struct session *s)
{
	const struct session_end *far = &s->ends[FAR];

	if (s->failure)
		return s->failure->kind == FAULT_RESET;
	return far->has_ended && !far->told_at && !session_has_enough(s);
}

int session_result(
    const struct session *s, const char *connection, struct error *err)
{
	char in[TEXT_MEASURE], out[TEXT_MEASURE];
	const struct error *failure = s->failure;
	bool is_wire = s->rules->is_wire;
	enum session_side side = is_wire && s->is_breaking ? s->broken : FAR;

	if (!failure)
		return 0;
	*err = *failure;
	if (failure->is_drop)
		error_reword(err, "%s %s", connection, failure->text);
	else if (failure->is_local || failure->kind == FAULT_RESET ||
		 failure->kind == FAULT_REFUSED ||
		 failure->kind == FAULT_UNREACHABLE ||
		 failure->kind == FAULT_TLS || failure->kind == FAULT_TIMEOUT)
		error_reword(err,
		    strchr(failure->text, ':')
			? "%s %s (%s received, %s sent)"
			: "%s %s after %s received, %s sent",
		    connection, failure->text,
		    text_size(in, s->lanes[side].bytes_read),
		    text_size(out, s->lanes[!side].bytes_written));
	return -1;
}

void session_leave(
    struct session *s, const struct session_rules *rules, struct stream *far)
{
	*s = (struct session){
		.pollable.ops = &session_ops,
		.rules = rules,
		.ends[FAR].stream = far,
		.started = clock_now(),
	};
	s->phase = take_leave(s) ? SESSION_LEAVING : SESSION_OVER;
}
