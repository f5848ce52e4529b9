/* SPDX-License-Identifier: MIT */
/*
 * How a session between two remote ends goes on and ends. The far end is the
 * client of a relay, the near end its target.
 */
#include <stdio.h>

#include "base/clock.h"
#include "relay/session-private.h"
#include "session-bench.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What an end of the wire has seen of the other one. */
enum seen { NOTHING, END, RESET };

struct row {
	const char *name;
	struct session_rules rules; /* durations in seconds; 0: no limit */
	const char *events;
	enum session_phase phase;
	enum fault failure;
	const char *near_heard, *far_heard;
	enum seen near_saw, far_saw;
	enum tap_first first;
	bool from_sender, to_datagrams; /* an end carries datagrams */
};

#define OPEN SESSION_OPEN
#define OVER SESSION_OVER
#define LOST .failure = FAULT_RESET
#define LATE .failure = FAULT_TIMEOUT
#define BOTH .from_sender = true, .to_datagrams = true

/* clang-format off */
static const struct row rows[] = {
	/* Ends */
	{ "bytes pass both ways", .events = "f:ab n:xyz", .phase = OPEN,
	    .near_heard = "ab", .far_heard = "xyz" },
	{ "the end of the client is passed on, and the answer comes",
	    .events = "f:ab f. n:xyz", .phase = OPEN, .near_heard = "ab",
	    .far_heard = "xyz", .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "until the target ends, too", .events = "f:ab f. n:xyz n.",
	    .phase = OVER, .near_heard = "ab", .far_heard = "xyz",
	    .near_saw = END, .far_saw = END, .first = TAP_CLIENT_ENDED },
	{ "the end of the target is passed on, and the client goes on",
	    .events = "n:x n. f:abc", .phase = OPEN, .near_heard = "abc",
	    .far_heard = "x", .far_saw = END, .first = TAP_TARGET_ENDED },
	{ "an end without a byte is an end", .events = "f.", .phase = OPEN,
	    .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "so is that of a silent target", .events = "n.", .phase = OPEN,
	    .far_saw = END, .first = TAP_TARGET_ENDED },
	{ "a target that has only answered may go on", .events = "n:x f. n:y",
	    .phase = OPEN, .far_heard = "xy", .near_saw = END,
	    .first = TAP_CLIENT_ENDED },
	{ "an end waits until all is written", .events = "N f:ab f.",
	    .phase = OPEN, .first = TAP_CLIENT_ENDED },
	{ "both have to confirm: the client", .events = "u f:a f. n:b n.",
	    .phase = OPEN, .near_heard = "a", .far_heard = "b",
	    .near_saw = END, .far_saw = END, .first = TAP_CLIENT_ENDED },
	{ "and the target", .events = "U f:a f. n:b n.", .phase = OPEN,
	    .near_heard = "a", .far_heard = "b", .near_saw = END,
	    .far_saw = END, .first = TAP_CLIENT_ENDED },
	{ "and do so", .events = "U f:a f. n:b n. C +1", .phase = OVER,
	    .near_heard = "a", .far_heard = "b", .near_saw = END,
	    .far_saw = END, .first = TAP_CLIENT_ENDED },

	/* Resets */
	{ "a reset of the client is passed on", .events = "f!", .phase = OVER,
	    LOST, .near_saw = RESET, .far_saw = RESET, .first = TAP_CLIENT_BROKE },
	{ "behind what came before", .events = "n:x f:ab f!", .phase = OVER,
	    LOST, .near_heard = "ab", .far_heard = "x", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_CLIENT_BROKE },
	{ "a reset of the target is, too", .events = "f:ab n:x n!",
	    .phase = OVER, LOST, .near_heard = "ab", .far_heard = "x",
	    .near_saw = RESET, .far_saw = RESET, .first = TAP_TARGET_BROKE },
	{ "the target is not reset before it takes what came before",
	    .events = "N f:ab f!", .phase = OPEN, LOST,
	    .first = TAP_CLIENT_BROKE },
	{ "but then", .events = "N f:ab f! N+", .phase = OVER, LOST,
	    .near_heard = "ab", .near_saw = RESET, .far_saw = RESET,
	    .first = TAP_CLIENT_BROKE },
	{ "nor before it confirms that", .events = "U f:ab f!", .phase = OPEN,
	    LOST, .near_heard = "ab", .first = TAP_CLIENT_BROKE },
	{ "which it does", .events = "U f:ab f! C +1", .phase = OVER, LOST,
	    .near_heard = "ab", .near_saw = RESET, .far_saw = RESET,
	    .first = TAP_CLIENT_BROKE },
	{ "or does not in a while", .events = "U f:ab f! +9 +2", .phase = OVER,
	    LOST, .near_heard = "ab", .near_saw = RESET, .far_saw = RESET,
	    .first = TAP_CLIENT_BROKE },
	{ "nor takes anything in that time", .events = "N f:ab f! +9 +2",
	    .phase = OVER, LOST, .near_saw = RESET, .far_saw = RESET,
	    .first = TAP_CLIENT_BROKE },
	{ "what moves has more time", .events = "N f:ab f! +9 N+ N U +5",
	    .phase = OVER, LOST, .near_heard = "ab", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_CLIENT_BROKE },
	{ "what is said to a client that is reset is lost, so the target sees "
	  "a reset", .events = "F n:abc f!", .phase = OVER, LOST,
	    .near_saw = RESET, .far_saw = RESET, .first = TAP_CLIENT_BROKE },
	{ "a target that has ended is reset behind its end",
	    .events = "n:x n. f:ab n!", .phase = OPEN, .near_heard = "ab",
	    .far_heard = "x", .far_saw = END, .first = TAP_TARGET_ENDED },
	{ "a client that has ended, and is lost", .events = "f:a f. F n:xy fg",
	    .phase = OVER, LOST, .near_heard = "a", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_CLIENT_ENDED },
	{ "or has not taken all", .events = "f:a f. n:xy fl", .phase = OVER,
	    LOST, .near_heard = "a", .far_heard = "xy", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_CLIENT_ENDED },
	{ "or is gone with all that was said", .events = "f:a f. n:xy fg",
	    .phase = OVER, .near_heard = "a", .far_heard = "xy",
	    .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "the same of the target: lost", .events = "n:a n. N f:xy ng",
	    .phase = OVER, LOST, .far_heard = "a", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_TARGET_ENDED },
	{ "or gone with all that was said", .events = "n:a n. f:xy ng",
	    .phase = OVER, .near_heard = "xy", .far_heard = "a",
	    .far_saw = END, .first = TAP_TARGET_ENDED },
	{ "a call that fails resets both", .events = "n/ f:x", .phase = OVER,
	    .failure = FAULT_IO, .near_saw = RESET, .far_saw = RESET },

	/* Time */
	{ "a half-closed session has --linger", .rules.linger_us = 5,
	    .events = "f:a f. +4 n:x", .phase = OPEN, .near_heard = "a",
	    .far_heard = "x", .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "not more, whichever end it is that goes on: the target",
	    .rules.linger_us = 5, .events = "f:a f. +6", .phase = OVER, LATE,
	    .near_heard = "a", .near_saw = RESET, .far_saw = RESET,
	    .first = TAP_CLIENT_ENDED },
	{ "or the client", .rules.linger_us = 5, .events = "n:a n. +6",
	    .phase = OVER, LATE, .far_heard = "a", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_TARGET_ENDED },
	{ "an open session has not that limit", .rules.linger_us = 5,
	    .events = "f:a +6", .phase = OPEN, .near_heard = "a" },
	{ "silence resets both", .rules.idle_timeout_us = 5,
	    .events = "f:a +6", .phase = OVER, LATE, .near_heard = "a",
	    .near_saw = RESET, .far_saw = RESET },
	{ "also while a reset is passed on", .rules.idle_timeout_us = 5,
	    .events = "U f:a f! +6", .phase = OVER, LOST, .near_heard = "a",
	    .near_saw = RESET, .far_saw = RESET, .first = TAP_CLIENT_BROKE },

	/* Datagrams */
	{ "between datagrams, nothing ends", .rules.rest_us = 5, BOTH,
	    .events = "f:a n:b +4", .phase = OPEN, .near_heard = "a",
	    .far_heard = "b" },
	{ "but by silence, which is a good end", .rules.rest_us = 5, BOTH,
	    .events = "f:a n:b +4 f:c +6", .phase = OVER, .near_heard = "ac",
	    .far_heard = "b", .near_saw = END },
	{ "or when the sender is replaced", BOTH, .events = "f:a n:b f.",
	    .phase = OVER, .near_heard = "a", .far_heard = "b",
	    .far_saw = END, .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "a sender ends with a target that has an end", .from_sender = true,
	    .events = "f:a n:b n.", .phase = OVER, .near_heard = "a",
	    .far_heard = "b", .far_saw = END, .near_saw = END,
	    .first = TAP_TARGET_ENDED },
	{ "or is silent", .from_sender = true, .rules.rest_us = 5,
	    .events = "f:a n:b +6", .phase = OVER, .near_heard = "a",
	    .far_heard = "b", .near_saw = END },
	{ "a client that has ended hears answers by datagrams",
	    .to_datagrams = true, .rules.rest_us = 5,
	    .events = "f:a f. +4 n:b +4 n:c", .phase = OPEN,
	    .near_heard = "a", .far_heard = "bc", .near_saw = END,
	    .first = TAP_CLIENT_ENDED },
	{ "until there are no more", .to_datagrams = true, .rules.rest_us = 5,
	    .events = "f:a f. n:b +6", .phase = OVER, .near_heard = "a",
	    .far_heard = "b", .near_saw = END, .first = TAP_CLIENT_ENDED },
	{ "before its end it may be silent", .to_datagrams = true,
	    .rules.rest_us = 5, .events = "f:a n:b +6", .phase = OPEN,
	    .near_heard = "a", .far_heard = "b" },
	{ "a refusal of the target is passed on", BOTH, .events = "f:a n!",
	    .phase = OVER, LOST, .near_heard = "a", .near_saw = RESET,
	    .far_saw = RESET, .first = TAP_TARGET_BROKE },
	{ "what the target does not take, is lost with a failure", BOTH,
	    .rules.rest_us = 5, .events = "N f:a +6 +6", .phase = OVER, LATE,
	    .near_saw = RESET, .far_saw = RESET },

};
/* clang-format on */

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

static enum seen saw(const struct actor *a)
{
	return a->was_reset ? RESET : a->was_told ? END : NOTHING;
}

static void check(struct session_bench *b, const struct row *row)
{
	const struct session *s = &b->session;

	is_int(s->phase, row->phase, "%s", row->name);
	is_int(s->failure ? s->failure->kind : FAULT_NONE, row->failure,
	    "  its failure");
	is_text(actor_heard(&b->near), or_nothing(row->near_heard),
	    "  what the target has heard");
	is_text(actor_heard(&b->far), or_nothing(row->far_heard),
	    "  what the client has heard");
	is_int(saw(&b->near), row->near_saw, "  what the target saw");
	is_int(saw(&b->far), row->far_saw, "  what the client saw");
	is_int(s->first, row->first, "  which of them was first");
	if (s->phase == SESSION_OPEN)
		ok(session_next_deadline(s) > clock_now(),
		    "  nothing is overdue");
}

static void test_row(const struct row *row)
{
	struct stream datagrams = { .carries_messages = true,
		.carries_datagrams = true };
	const struct session_end near = {
		.stream = row->to_datagrams ? &datagrams : NULL,
		.stops_with_other = row->from_sender,
	};
	const struct session_end far = {
		.stream = row->from_sender ? &datagrams : NULL,
	};
	struct session_rules rules = row->rules;
	struct session_bench b;

	rules.is_wire = true;
	session_bench_begin(&b, near, far, rules);
	session_bench_run(&b, row->events);
	check(&b, row);
	session_bench_end(&b);
	ok(b.near.is_closed && b.far.is_closed, "  both streams are closed");
}

/* Whose connection it was, and what had passed on that. */
static void test_result(void)
{
	const struct session_end remote = { 0 };
	struct session_bench b;
	struct error err = ERROR_NONE;

	session_bench_begin(
	    &b, remote, remote, (struct session_rules){ .is_wire = true });
	session_bench_run(&b, "f:abc n:xy n!");
	is_int(b.session.broken, NEAR, "the target has broken off");
	is_int(session_result(&b.session, "connection to x", &err), -1,
	    "which is a failure");
	is_text(err.text,
	    "connection to x reset by peer after 2 B received, 3 B sent",
	    "with what was received from it");
	session_bench_end(&b);
}

static void test_cut_off(void)
{
	const struct session_end remote = { 0 };
	struct session_bench b;

	session_bench_begin(
	    &b, remote, remote, (struct session_rules){ .is_wire = true });
	session_bench_run(&b, "f:abc n:xy");
	session_cut_off(&b.session);
	ok(b.near.was_reset && b.far.was_reset,
	    "a session that is cut off resets both ends");
	session_bench_end(&b);
}

/* More than a lane holds: the rest stays with the end that has sent it. */
static void fill(struct session_bench *b)
{
	static char much[4 << 20];

	b->near.takes_nothing = true;
	bytes_add(&b->far.says, much, sizeof(much));
	session_bench_run(b, "+1");
}

static void test_reset_unread(bool can_reset)
{
	const struct session_end remote = { 0 };
	struct session_bench b;
	struct stream_ops ops;

	session_bench_begin(
	    &b, remote, remote, (struct session_rules){ .is_wire = true });
	ops = *b.near.stream.ops;
	if (!can_reset)
		ops.reset = NULL;
	b.near.stream.ops = &ops;
	fill(&b);
	session_bench_run(&b, "fe +9");
	is_int(b.session.phase, SESSION_OPEN,
	    "a client resets, of which not all was read: the target has time");
	ok(b.session.is_breaking, "  and the reset is known");
	session_bench_run(&b, "+2");
	is_int(b.session.phase, SESSION_OVER, "  which ends");
	is_int(b.session.failure->kind, FAULT_RESET, "  with that reset");
	is_int(saw(&b.near), can_reset ? RESET : NOTHING,
	    "  which the target sees, if it can");
	session_bench_end(&b);
}

static void test_hang_up_unread(void)
{
	const struct session_end remote = { 0 };
	struct session_bench b;

	session_bench_begin(
	    &b, remote, remote, (struct session_rules){ .is_wire = true });
	fill(&b);
	session_bench_run(&b, "fg +9 +9");
	is_int(b.session.phase, SESSION_OPEN,
	    "a client hangs up, of which not all was read: no reset");
	ok(!b.session.is_breaking, "  however long the target takes nothing");
	session_bench_end(&b);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	test_result();
	test_cut_off();
	test_reset_unread(true);
	test_reset_unread(false);
	test_hang_up_unread();
	return plan();
}
