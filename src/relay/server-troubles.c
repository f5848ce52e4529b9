/* SPDX-License-Identifier: MIT */
/* Failures in a server: which are told, and what they mean for the exit status.
 */
#include "base/clock.h"
#include "relay/server-private.h"

/* Peers decide how many warnings there are: at most so many are told in a
 * period, the rest is counted. */
#define LINES_AT_ONCE 10
#define LINES_PERIOD CLOCK_SECOND

void server_tell_left_out(struct server *s)
{
	if (s->troubles.left_out == 0)
		return;
	tap_tell(s->rules.tap, &(struct tap_event){ .kind = TAP_LEFT_OUT,
				   .count = s->troubles.left_out });
	s->troubles.left_out = 0;
}

void server_warn(struct server *s, const struct error *err)
{
	int64_t now = clock_now();

	if (now >= s->troubles.period_end) {
		server_tell_left_out(s);
		s->troubles.period_end = now + LINES_PERIOD;
		s->troubles.lines = 0;
	}
	if (s->troubles.lines == LINES_AT_ONCE) {
		s->troubles.left_out++;
		return;
	}
	s->troubles.lines++;
	tap_tell(s->rules.tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = err });
}

void server_note_failure(struct server *s, const struct error *err)
{
	if (s->troubles.count++ == 0)
		s->troubles.first = *err;
	server_warn(s, err);
}

/* Whether a call on this host failed, not the peer or the network. */
static bool is_ours(const struct error *cause)
{
	return !cause->is_of_peer &&
	       (cause->is_local || cause->kind == FAULT_IO ||
		   cause->kind == FAULT_MEMORY);
}

void server_note_trouble(struct server *s, const struct error *err)
{
	if (s->is_single && s->troubles.failure.kind == FAULT_NONE)
		s->troubles.failure = *err;
	else if (err->is_drop || err->kind == FAULT_UNMET)
		server_warn(s, err);
	else if (is_ours(err))
		server_note_failure(s, err);
}

int server_result(struct server *s, uint64_t incomplete, struct error *err)
{
	const struct troubles *t = &s->troubles;

	if (t->failure.kind != FAULT_NONE) {
		*err = t->failure;
		return -1;
	}
	if (incomplete > 0)
		return error_set(err, FAULT_IO,
		    "%llu of %llu connections: the file is not complete",
		    (unsigned long long)incomplete,
		    (unsigned long long)server_count(s));
	if (s->is_single && s->last_status)
		return error_program(err, s->last_status);
	if (t->count > 0)
		return error_set(err, t->first.kind,
		    "%llu of %llu connections failed on this side; the first: "
		    "%s",
		    (unsigned long long)t->count,
		    (unsigned long long)server_count(s), t->first.text);
	return 0;
}
