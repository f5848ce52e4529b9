/* SPDX-License-Identifier: MIT */
/* What fails in a session: the first cause is kept. Ends that are gone. */
#include <poll.h>
#include <signal.h>

#include "base/xalloc.h"
#include "relay/session-breaking.h"
#include "relay/session-impair.h"
#include "relay/session-judge.h"
#include "relay/session-private.h"
#include "stream/stream.h"

static void note(struct session *s, const struct error *cause)
{
	if (s->failure)
		return;
	s->failure = xmalloc(sizeof(*s->failure));
	*s->failure = *cause;
}

void session_fail(struct session *s, const struct error *cause)
{
	note(s, cause);
	lane_give_up(&s->lanes[NEAR]);
	lane_give_up(&s->lanes[FAR]);
}

/* genet dies of a closed pipe only if that is its own output. */
static void explain_pipe(
    const struct session *s, enum session_side side, struct error *err)
{
	if (s->rules->is_wire && err->kind == FAULT_SIGNAL)
		error_set(err, FAULT_IO,
		    "no process reads from the %s any more",
		    side == FAR ? "first address" : "target");
}

/* If the peer is lost, what it sent before is still written. */
void session_fail_end(
    struct session *s, enum session_side side, const struct error *cause)
{
	bool is_first = !s->failure;
	struct error err = *cause;

	if (session_impair_forgives(s, side))
		return;
	explain_pipe(s, side, &err);
	if (s->ends[side].is_ours) {
		session_fail(s, &err);
		return;
	}
	if (session_is_for_judge(s, side, &err)) {
		session_tell_judge(s);
		return;
	}
	note(s, &err);
	session_note_first(s, side, true);
	lane_give_up(session_lane_to(s, side));
	if (s->ends[!side].repeats) /* for nobody */
		lane_give_up(&s->lanes[side]);
	if (s->rules->is_wire && is_first)
		session_break(s, side);
}

void session_fail_read(
    struct session *s, enum session_side side, const struct error *cause)
{
	session_fail_end(s, side, cause);
	lane_end(&s->lanes[side]);
}

static void reader_is_gone(struct session *s, enum session_side side)
{
	struct error err = ERROR_NONE;

	if (s->ends[side].need_not_read) {
		lane_give_up(session_lane_to(s, side));
		return;
	}
	error_signal(&err, SIGPIPE);
	session_fail_end(s, side, &err);
}

/* The peer had ended its side while genet was still sending, and is gone now.
 */
static void peer_is_gone(struct session *s, enum session_side side)
{
	struct error err = ERROR_NONE;
	struct stream *st = s->ends[side].stream;
	int result = st->ops->peer_gone ? st->ops->peer_gone(st, &err) : 0;

	if (result == 0 && lane_has_more(session_lane_to(s, side)))
		result = error_set(&err, FAULT_RESET, "reset by peer");
	if (result < 0)
		session_fail_end(s, side, &err);
	else
		lane_give_up(session_lane_to(s, side));
}

void session_check(struct session *s, enum session_side side)
{
	struct stream *st = s->ends[side].stream;
	struct error err = ERROR_NONE;

	if (st->ops->check && st->ops->check(st, &err) < 0)
		session_fail(s, &err);
}

bool session_has_trouble(const struct waiting *w, unsigned slot)
{
	return waiting_result(w, slot) & (POLLERR | POLLHUP | POLLNVAL);
}

void session_look_for_trouble(
    struct session *s, enum session_side side, const struct waiting *w)
{
	const struct session_end *end = &s->ends[side];

	if (session_lane_to(s, side)->state == LANE_DONE ||
	    session_impair_has_shut(s, !side))
		return;
	if (session_has_trouble(w, end->out))
		reader_is_gone(s, side);
	else if (end->has_ended && end->out == WAITING_NONE &&
		 session_has_trouble(w, end->in))
		peer_is_gone(s, side);
	else if (session_awaits_reset(s, side) &&
		 session_has_trouble(w, end->in))
		session_note_hang_up(s, side, waiting_result(w, end->in));
}
