/* SPDX-License-Identifier: MIT */
/*
 * How a session ends: the table of genet(1), event by event. The near end is
 * that of this host, the far end that of the peer.
 */
#include <stdio.h>

#include "base/clock.h"
#include "relay/goal.h"
#include "relay/session-private.h"
#include "session-bench.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	const char *name;
	struct session_end near, far; /* policies */
	struct session_rules rules;   /* durations in seconds; 0: no limit */
	const char *events;
	enum session_phase phase;
	enum fault failure;
	const char *near_heard, *far_heard;
	bool near_told, far_told; /* that no more comes */
};

#define TERMINAL .near = { .is_ours = true, .stops_with_other = true }
#define INPUT .near = { .is_ours = true, .stops_answered = true }
#define LISTENER                                                               \
	.near = {                                                              \
		.is_ours = true, .stops_answered = true, .may_be_silent = true \
	}
#define PROGRAM .near = { .is_ours = true, .need_not_read = true }
#define EASY(limit)                                                            \
	.rules = {                                                             \
		.idle_ends_well = true, .linger_ends_well = true, .limit = 5   \
	}
#define OPEN SESSION_OPEN
#define LEAVING SESSION_LEAVING
#define OVER SESSION_OVER

static struct stream datagrams = {
	.carries_messages = true,
	.carries_datagrams = true,
};
#define DATAGRAMS .far = { .stream = &datagrams }

/* clang-format off */
static const struct row rows[] = {
	/* The end of our input */
	{ "the input ends: all is sent, the end is told, genet goes on",
	    INPUT, .events = "n:hi n.", .phase = OPEN, .far_heard = "hi",
	    .far_told = true },
	{ "the end is not told before all is sent", INPUT,
	    .events = "F n:hi n.", .phase = OPEN },
	{ "an empty input of a listener is no end", LISTENER, .events = "n.",
	    .phase = OPEN },
	{ "until the peer has ended", LISTENER, .events = "n. f:x f.",
	    .phase = OVER, .near_heard = "x", .near_told = true,
	    .far_told = true },
	{ "an input that has said something ends, also that of a listener",
	    LISTENER, .events = "n:a n.", .phase = OPEN, .far_heard = "a",
	    .far_told = true },
	{ "an end that is to be last waits for that of the peer",
	    .near = { .is_ours = true, .ends_last = true },
	    .events = "n:a n.", .phase = OPEN, .far_heard = "a" },
	{ "and is told then", .near = { .is_ours = true, .ends_last = true },
	    .events = "n:a n. f.", .phase = OVER, .far_heard = "a",
	    .near_told = true, .far_told = true },
	{ "a peer that need not end is not waited for", INPUT,
	    .far = { .need_not_end = true }, .events = "n:a n.",
	    .phase = OVER, .far_heard = "a", .far_told = true },

	/* The end of the peer */
	{ "the peer ends, the input is a terminal: the session ends", TERMINAL,
	    .events = "n:a f:x f.", .phase = OVER, .near_heard = "x",
	    .far_heard = "a", .near_told = true, .far_told = true },
	{ "the peer ends after an answer to nothing: the same", INPUT,
	    .events = "f:x f.", .phase = OVER, .near_heard = "x",
	    .near_told = true, .far_told = true },
	{ "the peer ends without a word: genet sends on", INPUT,
	    .events = "f.", .phase = OPEN, .near_told = true },
	{ "the peer ends while it is sent to: genet sends on", INPUT,
	    .events = "n:a f:x f. n:b", .phase = OPEN, .near_heard = "x",
	    .far_heard = "ab", .near_told = true },
	{ "until the input has ended", INPUT, .events = "n:a f. n:b n.",
	    .phase = OVER, .far_heard = "ab", .near_told = true,
	    .far_told = true },
	{ "or the peer is gone", INPUT, .events = "n:a f. fg", .phase = OVER,
	    .far_heard = "a", .near_told = true },
	{ "a peer that is gone before it was sent all is lost", INPUT,
	    .events = "n:a f. F n:b fg", .phase = OVER,
	    .failure = FAULT_RESET, .far_heard = "a", .near_told = true },
	{ "so is one that did not take all that was sent", INPUT,
	    .events = "n:a f. fl", .phase = OVER, .failure = FAULT_RESET,
	    .far_heard = "a", .near_told = true },
	{ "a program goes on when the peer has ended", PROGRAM,
	    .events = "f:x f.", .phase = OPEN, .near_heard = "x",
	    .near_told = true },
	{ "nothing is told to the output before it has all", INPUT,
	    .events = "n:a N f:x f.", .phase = OPEN, .far_heard = "a" },

	/* Delivery */
	{ "what is sent has to be confirmed", INPUT, .events = "u n:a n. f.",
	    .phase = OPEN, .far_heard = "a", .near_told = true,
	    .far_told = true },
	{ "and is asked for again", INPUT, .events = "u n:a n. f. c +1",
	    .phase = OVER, .far_heard = "a", .near_told = true,
	    .far_told = true },

	/* Time */
	{ "--linger is over", INPUT, .rules.linger_us = 5,
	    .events = "n:a n. +6", .phase = OVER, .failure = FAULT_TIMEOUT,
	    .far_heard = "a", .far_told = true },
	{ "--linger begins with the end of the input", INPUT,
	    .rules.linger_us = 5, .events = "n:a +6", .phase = OPEN,
	    .far_heard = "a" },
	{ "--linger is no limit for what goes on", INPUT, .rules.linger_us = 5,
	    .events = "n:a n. +4 f:x", .phase = OPEN, .near_heard = "x",
	    .far_heard = "a", .far_told = true },
	{ "nothing moves", INPUT, .rules.idle_timeout_us = 5, .events = "+6",
	    .phase = OVER, .failure = FAULT_TIMEOUT },
	{ "something has moved", INPUT, .rules.idle_timeout_us = 5,
	    .events = "+4 f:x +4", .phase = OPEN, .near_heard = "x" },
	{ "bytes that nobody takes do not move", INPUT,
	    .rules.idle_timeout_us = 5, .events = "F n:abc +6",
	    .phase = OVER, .failure = FAULT_TIMEOUT },
	{ "--timeout is over", INPUT, .rules.deadline = 5,
	    .events = "n:a f:x +6", .phase = OVER, .failure = FAULT_TIMEOUT,
	    .near_heard = "x", .far_heard = "a" },
	{ "--for is over", INPUT, .rules.enough_at = 5, .events = "f:x +6",
	    .phase = LEAVING, .near_heard = "x", .near_told = true,
	    .far_told = true },
	{ "--for is over, and the output takes nothing", INPUT,
	    .rules.enough_at = 5, .events = "N f:x +6", .phase = LEAVING, .failure = FAULT_IO,
	    .far_told = true },

	/* Where time is a good end */
	{ "silence is the end", INPUT, EASY(idle_timeout_us),
	    .events = "n:a f:x +6", .phase = OVER, .near_heard = "x",
	    .far_heard = "a", .near_told = true, .far_told = true },
	{ "also for an input that is told last",
	    .near = { .is_ours = true, .ends_last = true },
	    EASY(idle_timeout_us), .events = "n:a n. +6", .phase = OVER,
	    .far_heard = "a", .near_told = true, .far_told = true },
	{ "but not of a peer that does not take all", INPUT,
	    EASY(idle_timeout_us), .events = "F n:abc +6", .phase = OVER,
	    .failure = FAULT_TIMEOUT },
	{ "what came before has the same time again to be written", INPUT,
	    EASY(idle_timeout_us), .events = "N f:x +6", .phase = OPEN },
	{ "in which it is written", INPUT, EASY(idle_timeout_us),
	    .events = "N f:x +6 N+", .phase = OVER, .near_heard = "x",
	    .near_told = true, .far_told = true },
	{ "or lost", INPUT, EASY(idle_timeout_us), .events = "N f:x +6 +6",
	    .phase = OVER, .failure = FAULT_TIMEOUT },
	{ "the time after the input is over", INPUT, EASY(linger_us),
	    .events = "n:a n. f:x +6", .phase = OVER, .near_heard = "x",
	    .far_heard = "a", .near_told = true, .far_told = true },
	{ "but what was sent is not confirmed", INPUT, EASY(linger_us),
	    .events = "u n:a n. +5", .phase = OPEN, .far_heard = "a",
	    .near_told = true, .far_told = true },
	{ "which it is then", INPUT, EASY(linger_us),
	    .events = "u n:a n. +5 c +1", .phase = OVER, .far_heard = "a",
	    .near_told = true, .far_told = true },
	{ "or never", INPUT, EASY(linger_us), .events = "u n:a n. +5 +2",
	    .phase = OVER, .failure = FAULT_TIMEOUT, .far_heard = "a",
	    .near_told = true, .far_told = true },

	/* A line at a time */
	{ "the next line waits", INPUT, .rules.line_interval_us = 5,
	    .events = "n:a\nb\nc\n", .phase = OPEN, .far_heard = "a\n" },
	{ "until its time has come", INPUT, .rules.line_interval_us = 5,
	    .events = "n:a\nb\nc\n +6", .phase = OPEN, .far_heard = "a\nb\n" },
	{ "and so on", INPUT, .rules.line_interval_us = 5,
	    .events = "n:a\nb\nc\n +6 +6", .phase = OPEN,
	    .far_heard = "a\nb\nc\n" },
	{ "a line that comes in pieces does not wait for itself", INPUT,
	    .rules.line_interval_us = 5, .events = "n:a n:b n:c\n n:d",
	    .phase = OPEN, .far_heard = "abc\n" },
	{ "the end is not told before the last line", INPUT,
	    .rules.line_interval_us = 5, .events = "n:a\nb\n n.",
	    .phase = OPEN, .far_heard = "a\n" },
	{ "and with it", INPUT, .rules.line_interval_us = 5,
	    .events = "n:a\nb\n n. +6", .phase = OPEN,
	    .far_heard = "a\nb\n", .far_told = true },
	{ "what is received does not wait", INPUT, .rules.line_interval_us = 5,
	    .events = "n:a\nb\n f:x\ny\n", .phase = OPEN,
	    .near_heard = "x\ny\n", .far_heard = "a\n" },
	{ "a pause is no silence", INPUT, .rules.line_interval_us = 9,
	    .rules.idle_timeout_us = 5, .events = "n:a\nb\n +6",
	    .phase = OPEN, .far_heard = "a\n" },
	{ "but a peer that takes nothing after the pause is silent", INPUT,
	    .rules.line_interval_us = 2, .rules.idle_timeout_us = 5,
	    .events = "n:a\nb\n F +3 +6", .phase = OVER,
	    .failure = FAULT_TIMEOUT, .far_heard = "a\n" },
	{ "a peer that is gone while a line waits is lost", INPUT,
	    .rules.line_interval_us = 5, .events = "n:a\nb\n f. fg",
	    .phase = OVER, .failure = FAULT_RESET, .far_heard = "a\n",
	    .near_told = true },
	{ "datagrams: the next line waits, too", INPUT, DATAGRAMS,
	    .rules.line_interval_us = 5, .events = "n:a\nb\n n.",
	    .phase = OPEN, .far_heard = "a\n" },

	/* Failures */
	{ "the peer resets", INPUT, .events = "n:a f:x f!", .phase = OVER,
	    .failure = FAULT_RESET, .near_heard = "x", .far_heard = "a",
	    .near_told = true },
	{ "what came before is still written", INPUT,
	    .events = "N f:x f! N+", .phase = OVER, .failure = FAULT_RESET,
	    .near_heard = "x", .near_told = true },
	{ "the input cannot be read", INPUT, .events = "n!", .phase = OVER,
	    .failure = FAULT_RESET },
	{ "the output cannot be written", INPUT, .events = "n/ f:x",
	    .phase = OVER, .failure = FAULT_IO },
	{ "the reader of the output is gone", INPUT, .events = "f:x nr",
	    .phase = OVER, .failure = FAULT_SIGNAL, .near_heard = "x" },
	{ "a program need not read", PROGRAM, .events = "nr f:x n:a",
	    .phase = OPEN, .far_heard = "a" },

	/* Datagrams */
	{ "datagrams: nothing tells the end of the input, genet goes on", INPUT,
	    DATAGRAMS, .events = "n:a n. f:x", .phase = OPEN,
	    .near_heard = "x", .far_heard = "a", .far_told = true },
	{ "datagrams: --linger is over, and that is no failure", INPUT,
	    DATAGRAMS, .rules.linger_us = 5, .events = "n:a n. f:x +6",
	    .phase = OVER, .near_heard = "x", .far_heard = "a",
	    .near_told = true, .far_told = true },
	{ "datagrams: it is over as well if the input was empty", LISTENER,
	    DATAGRAMS, .rules.linger_us = 5, .events = "n. +6",
	    .phase = OVER, .near_told = true, .far_told = true },
	{ "datagrams: or if nothing is to be sent",
	    .near = { .is_ours = true, .ends_last = true },
	    DATAGRAMS, .rules.linger_us = 5, .events = "n. f:x +6",
	    .phase = OVER, .near_heard = "x", .near_told = true,
	    .far_told = true },
	{ "datagrams: what came before is still to be written", INPUT,
	    DATAGRAMS, .rules.linger_us = 5, .events = "n:a n. N f:x +6",
	    .phase = OPEN, .far_heard = "a", .far_told = true },
	{ "datagrams: and is written", INPUT,
	    DATAGRAMS, .rules.linger_us = 5, .events = "n:a n. N f:x +6 N+",
	    .phase = OVER, .near_heard = "x", .far_heard = "a",
	    .near_told = true, .far_told = true },
	{ "datagrams: a peer that need not end is not waited for", INPUT,
	    .far = { .stream = &datagrams, .need_not_end = true },
	    .events = "n:a n.", .phase = OVER, .far_heard = "a",
	    .far_told = true },
	{ "datagrams: --for is over, and nobody takes leave", INPUT,
	    DATAGRAMS, .rules.enough_at = 5, .events = "n:a f:x +6",
	    .phase = OVER, .near_heard = "x", .far_heard = "a",
	    .near_told = true },

	/* Leaving */
	{ "a program has ended: the peer may still send", PROGRAM,
	    .events = "nr n:a n.", .phase = LEAVING, .far_heard = "a",
	    .far_told = true },
	{ "until it ends", PROGRAM, .events = "nr n:a n. f:xyz f.",
	    .phase = OVER, .far_heard = "a", .far_told = true },
	{ "or for a moment", PROGRAM, .events = "nr n:a n. +2",
	    .phase = OVER, .far_heard = "a", .far_told = true },
};
/* clang-format on */

static void begin(struct session_bench *b, const struct row *row)
{
	session_bench_begin(b, row->near, row->far, row->rules);
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

static void check(struct session_bench *b, const struct row *row)
{
	const struct session *s = &b->session;
	char text[160];

	is_int(s->phase, row->phase, "%s", row->name);
	is_int(s->failure ? s->failure->kind : FAULT_NONE, row->failure,
	    "  its failure");
	is_text(actor_heard(&b->near), or_nothing(row->near_heard),
	    "  what was received");
	is_text(actor_heard(&b->far), or_nothing(row->far_heard),
	    "  what was sent");
	snprintf(text, sizeof(text), "  the output knows of an end: %d",
	    row->near_told);
	is_int(b->near.was_told, row->near_told, "%s", text);
	snprintf(text, sizeof(text), "  the peer knows of an end: %d",
	    row->far_told);
	is_int(b->far.was_told, row->far_told, "%s", text);
	if (s->phase == SESSION_OPEN)
		ok(session_next_deadline(s) > clock_now(),
		    "  nothing is overdue");
}

static void test_row(const struct row *row)
{
	struct session_bench b;

	begin(&b, row);
	session_bench_run(&b, row->events);
	check(&b, row);
	session_bench_end(&b);
	ok(b.near.is_closed && b.far.is_closed, "  both streams are closed");
}

/* What came is enough: more than that is not taken. An echo says nothing more
 * once it has been told the end. */
static void test_goal(void)
{
	static const struct row with_goal[] = {
		{ "enough has come", INPUT, .events = "n:a f:xyz",
		    .phase = LEAVING, .near_heard = "xy", .far_heard = "a",
		    .near_told = true, .far_told = true },
		{ "enough has come to an echo",
		    .near = { .is_ours = true, .repeats = true },
		    .events = "f:xyz", .phase = LEAVING, .near_heard = "xy",
		    .near_told = true, .far_told = true },
	};

	for (size_t i = 0; i < COUNT(with_goal); i++) {
		struct row row = with_goal[i];
		struct session_bench b;
		struct goal goal;
		goal_init(&goal, &(struct goal_opts){ .max_bytes = 2 });
		row.rules.goal = &goal;
		begin(&b, &row);
		session_bench_run(&b, row.events);
		check(&b, &row);
		session_bench_end(&b);
		goal_free(&goal);
	}
}

static void test_watching(void)
{
	static const struct row row = { "", INPUT, .events = "" };
	struct session_bench b;

	begin(&b, &row);
	session_bench_run(&b, "n:a");
	ok(!b.far.is_watched, "a peer that has not ended is not watched");
	session_bench_run(&b, "f.");
	ok(b.far.is_watched, "one that has ended, and may read on, is");
	session_bench_end(&b);
}

static void test_result(void)
{
	static const struct row row = { "", INPUT, .events = "" };
	struct session_bench b;
	struct error err = ERROR_NONE;

	begin(&b, &row);
	is_int(session_result(&b.session, "connection to x", &err), 0,
	    "no failure, no error");
	session_bench_run(&b, "n:abc f:xy f!");
	is_int(session_result(&b.session, "connection to x", &err), -1,
	    "a failure is told");
	is_text(err.text,
	    "connection to x reset by peer after 2 B received, 3 B sent",
	    "with the connection, and what has passed");
	session_bench_end(&b);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	test_goal();
	test_watching();
	test_result();
	return plan();
}
