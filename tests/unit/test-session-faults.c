/* SPDX-License-Identifier: MIT */
/*
 * How a session between two remote ends goes on and ends when faults meet it.
 * The far end is the client of a relay, the near end its target.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/fault-spec.h"
#include "base/clock.h"
#include "relay/impair/impair-set.h"
#include "relay/session-impair.h"
#include "relay/session-private.h"
#include "session-bench.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What an end of the wire has seen of the other one. */
enum seen { NOTHING, END, RESET };

struct row {
	const char *faults; /* separated by spaces */
	const char *what;
	const char *events;
	enum session_phase phase;
	const char *near_heard, *far_heard;
	enum seen near_saw, far_saw;
	enum fault failure;
	int idle_s;    /* --idle-timeout; 0: none */
	bool is_brisk; /* the last event is the last */
};

#define OPEN SESSION_OPEN
#define OVER SESSION_OVER

/* clang-format off */
static const struct row rows[] = {
	{ "", "without faults all is as always", "f:ab n:xyz f. n.", OVER, "ab", "xyz", END, END },

	{ "latency=5s", "bytes are late", "f:ab n:x +4", OPEN, "", "" },
	{ "latency=5s", "and come then", "f:ab n:x +4 +1", OPEN, "ab", "x" },
	{ "up:latency=5s", "one way only", "f:ab n:x +4", OPEN, "", "x" },
	{ "latency=5s", "ends are late, too", "f:ab f. n. +4", OPEN, "", "" },
	{ "latency=5s", "and come then", "f:ab f. n. +4 +1", OVER, "ab", "", END, END },
	{ "latency=5s", "what a lost client has sent arrives", "f:ab f! +4", OPEN, "", "", NOTHING, NOTHING, FAULT_RESET },
	{ "latency=5s", "before the reset", "f:ab f! +4 +1", OVER, "ab", "", RESET, RESET, FAULT_RESET },
	{ "latency=5s", "bytes on the way are no idle time", "f:ab +4", OPEN, "", "", .idle_s = 2 },

	{ "stall", "a stall holds all", "f:ab n:x +9", OPEN, "", "" },
	{ "stall", "and is idle time", "f:ab +9", OVER, "", "", RESET, RESET, FAULT_TIMEOUT, .idle_s = 2 },
	{ "stall", "when both have ended, bytes that it holds may still come", "f:ab f. n.", OPEN, "", "" },
	{ "stall", "and nothing is left to wait for if it holds none", "f. n.", OVER, "", "", NOTHING, NOTHING },
	{ "down:stall", "the end of the target does not lose what it holds", "f:ab f. n:x n.", OPEN, "ab", "", END, NOTHING },
	{ "up:stall", "one that has not ended is waited for", "f:ab f.", OPEN, "", "" },
	{ "up:stall", "the other direction goes on", "f:ab f. n:x", OPEN, "", "x" },
	{ "up:stall", "and its end loses no bytes", "f:ab f. n:x n.", OPEN, "", "x", NOTHING, END },
	{ "up:stall", "a lost client is passed on at once", "f:ab f!", OVER, "", "", RESET, RESET, FAULT_RESET },

	{ "up:blackhole", "what is swallowed is gone", "f:ab n:x", OPEN, "", "x" },
	{ "up:blackhole", "and so is the end", "f:ab f. n:x", OPEN, "", "x" },
	{ "up:blackhole", "until the other direction ends", "f:ab f. n:x n.", OVER, "", "x", NOTHING, END },
	{ "blackhole", "a client that has ended and is gone is not waited for", "f:ab f. n:x fg", OVER, "", "", .is_brisk = true },
	{ "up:blackhole", "a reset is no byte", "f:ab f!", OVER, "", "", RESET, RESET, FAULT_RESET },

	{ "down:slow-close=5s", "the end of the target is late", "n:x n.", OPEN, "", "x" },
	{ "down:slow-close=5s", "and comes", "n:x n. +5", OPEN, "", "x", NOTHING, END },

	{ "down:truncate=2", "the client gets the beginning", "n:xyz", OPEN, "", "xy" },
	{ "down:truncate=2", "and then the end", "n:xyz n.", OPEN, "", "xy", NOTHING, END },

	{ "down:cut,after=2", "a cut ends both ways", "f:ab n:xyz", OPEN, "ab", "xy", END, END },
	{ "down:cut,after=2", "what comes then is thrown away", "f:ab n:xyz f:cd n:w", OPEN, "ab", "xy", END, END },
	{ "down:cut,after=2", "the end of both is the end", "n:xyz f. n.", OVER, "", "xy", END, END },
	{ "down:cut,after=2", "they need not end", "n:xyz +1", OVER, "", "xy", END, END },
	{ "cut,after=2s", "a time does it, too", "f:a +1", OPEN, "a", "" },
	{ "cut,after=2s", "when it has passed", "f:a +2", OPEN, "a", "", END, END },
	{ "cut", "or at once", "f:a", OPEN, "", "", END, END },
	{ "up:latency=5s down:cut,after=1", "what is on the way still arrives", "f:ab n:xy +4", OPEN, "", "x", NOTHING, END },
	{ "up:latency=5s down:cut,after=1", "before its end", "f:ab n:xy +4 +1", OVER, "ab", "x", END, END },
	{ "up:stall down:cut,after=1", "but a stall ends with the cut", "f:ab n:xy +1", OVER, "", "x", NOTHING, END },
	{ "down:cut,after=2", "a full end is told later", "F n:xyz", OPEN, "", "", NOTHING, NOTHING },
	{ "down:cut,after=2", "when it takes all", "F n:xyz F+", OPEN, "", "xy", END, END },

	{ "up:reset,after=2", "a reset meets both", "f:abc n:x", OVER, "ab", "", RESET, RESET },
	{ "up:reset,after=3s", "after a time, too", "f:abc n:x +3", OVER, "abc", "x", RESET, RESET },
	{ "up:stall reset,after=3s", "whatever is on the way", "f:abc n:x +3", OVER, "", "x", RESET, RESET },

	{ "down:half-close,after=2", "a half-close ends one direction", "f:ab n:xyz f:c", OPEN, "abc", "xy", NOTHING, END },
	{ "down:half-close,after=2", "and its sender notices nothing", "n:xyz n:w n:v", OPEN, "", "xy", NOTHING, END },
	{ "down:half-close,after=2", "until it ends itself", "n:xyz n. f.", OVER, "", "xy", END, END },
	{ "up:half-close", "even before the first byte", "f:a n:x", OPEN, "", "x", END, NOTHING },

	{ "insert,at=1,text=--", "bytes are added", "f:ab n:xy f. n.", OVER, "a--b", "x--y", END, END },
	{ "cut,conn=2", "another connection is not concerned", "f:ab", OPEN, "ab", "" },
};
/* clang-format on */

static enum seen saw(const struct actor *a)
{
	return a->was_reset ? RESET : a->was_told ? END : NOTHING;
}

static void add(struct impair_set *set, const char *word)
{
	struct error err = ERROR_NONE;
	struct impairment what;

	if (fault_spec_parse(word, &what, &err) < 0 ||
	    !impair_set_add(set, NULL, word, &what))
		printf("Bail out! %s\n", err.text);
}

static void add_all(struct impair_set *set, const char *faults)
{
	char words[100], *word, *rest = words;

	snprintf(words, sizeof(words), "%s", faults);
	while ((word = strsep(&rest, " ")))
		if (*word)
			add(set, word);
}

static void check(struct session_bench *b, const struct row *row)
{
	const struct session *s = &b->session;

	is_int(s->phase, row->phase, "%s: %s", row->faults, row->what);
	is_int(s->failure ? s->failure->kind : FAULT_NONE, row->failure,
	    "  its failure");
	is_text(actor_heard(&b->near), row->near_heard,
	    "  what the target has heard");
	is_text(actor_heard(&b->far), row->far_heard,
	    "  what the client has heard");
	is_int(saw(&b->near), row->near_saw, "  what the target saw");
	is_int(saw(&b->far), row->far_saw, "  what the client saw");
	if (s->phase == SESSION_OPEN)
		ok(session_next_deadline(s) > clock_now(),
		    "  nothing is overdue");
}

static void begin(
    struct session_bench *b, struct impair_set *set, const struct row *row)
{
	const struct session_end remote = { 0 };
	struct session_rules rules = {
		.is_wire = true,
		.idle_timeout_us = row->idle_s,
		.faults = set,
	};

	impair_set_init(set, 1);
	add_all(set, row->faults);
	session_bench_begin(b, remote, remote, rules);
	b->is_brisk = row->is_brisk;
	session_impair(&b->session, 1);
}

static void test_row(const struct row *row)
{
	struct impair_set set;
	struct session_bench b;

	begin(&b, &set, row);
	session_bench_run(&b, row->events);
	check(&b, row);
	session_bench_end(&b);
	impair_set_free(&set);
	ok(b.near.is_closed && b.far.is_closed, "  both streams are closed");
}

/* Faults that come and go. */
static void test_changes(void)
{
	const struct row row = { .faults = "stall" };
	struct impair_set set;
	struct session_bench b;

	begin(&b, &set, &row);
	session_bench_run(&b, "f:ab n:x");
	is_text(actor_heard(&b.near), "", "a stall is there");
	impair_set_clear(&set);
	session_bench_run(&b, "-");
	is_text(actor_heard(&b.near), "ab", "and is removed");
	add(&set, "reset,after=1");
	session_bench_run(&b, "n:y");
	is_int(b.session.phase, SESSION_OVER, "another one comes");
	is_text(actor_heard(&b.far), "xy", "and counts from then on");
	session_bench_end(&b);
	impair_set_free(&set);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	test_changes();
	return plan();
}
