/* SPDX-License-Identifier: MIT */
/* Observers: what they are told, and what they are not asked about. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fake-stream.h"
#include "relay/goal.h"
#include "relay/inbox.h"
#include "session-bench.h"
#include "tap.h"
#include "tap/tap.h"

/* Keeps what it is told: "<" and bytes that came, ">" and bytes that went. */
struct recorder {
	struct tap tap;
	enum tap_kind wanted;
	char bytes[128];
	int events;
	struct tap_event last;
	unsigned id;
	int64_t next_tick; /* a point in time */
	int ticks, ends;
	struct pollable *waiter; /* is woken by the fifth tick */
	const char *failure;     /* of its end; or NULL */
};

static bool recorder_wants(const struct tap *tap, enum tap_kind kind)
{
	return kind == ((const struct recorder *)tap)->wanted;
}

static void recorder_event(struct tap *tap, const struct tap_event *event)
{
	struct recorder *r = (struct recorder *)tap;
	size_t used = strlen(r->bytes);

	r->events++;
	r->last = *event;
	r->id = event->connection ? event->connection->id : 0;
	if (event->kind == TAP_DATA || event->kind == TAP_DATAGRAM)
		snprintf(r->bytes + used, sizeof(r->bytes) - used, "%c%.*s",
		    event->data.direction == TAP_IN ? '<' : '>',
		    (int)event->data.len, (const char *)event->data.bytes);
}

static int64_t recorder_tick(struct tap *tap, int64_t now)
{
	struct recorder *r = (struct recorder *)tap;

	if (now >= r->next_tick) {
		r->ticks++;
		if (r->ticks == 5 && r->waiter)
			loop_wake(r->waiter);
		r->next_tick = now + CLOCK_SECOND / 1000;
	}
	return r->next_tick;
}

static int recorder_end(struct tap *tap, struct error *err)
{
	struct recorder *r = (struct recorder *)tap;

	r->ends++;
	return r->failure ? error_set(err, FAULT_IO, "%s", r->failure) : 0;
}

static const struct tap_ops recorder_ops = {
	.wants = recorder_wants,
	.event = recorder_event,
	.tick = recorder_tick,
	.end = recorder_end,
};

static struct recorder record(enum tap_kind wanted)
{
	return (struct recorder){ .tap.ops = &recorder_ops, .wanted = wanted };
}

static void test_wants(void)
{
	struct recorder notes = record(TAP_NOTE), data = record(TAP_DATA);
	int64_t before = clock_now();

	notes.tap.next = &data.tap;
	ok(tap_wants(&notes.tap, TAP_DATA), "one of a chain is enough");
	ok(!tap_wants(&notes.tap, TAP_CALL), "what none wants is not wanted");
	ok(!tap_wants(NULL, TAP_NOTE), "without observers nothing is");
	tap_tell(&notes.tap,
	    &(struct tap_event){ .kind = TAP_NOTE, .text = "note" });
	is_int(notes.events, 1, "an observer is told what it wants");
	is_int(data.events, 0, "and not what it does not want");
	is_text(notes.last.text, "note", "with the values");
	ok(notes.last.at >= before && notes.last.at <= clock_now(),
	    "and with the time");
}

static void test_call(void)
{
	struct recorder calls = record(TAP_CALL);

	errno = EPIPE;
	tap_call(&calls.tap, -1, "why", "send(%d)", 3);
	is_text(calls.last.call.why, "why", "a call is told with its reason");
	is_int(calls.last.call.sysno, EPIPE, "and with its errno");
	is_int(errno, EPIPE, "which is left as it was");
	tap_call(&calls.tap, 5, NULL, "send(%d)", 3);
	is_int(calls.last.call.sysno, 0, "one that succeeds has none");
}

static void test_session(void)
{
	struct recorder data = record(TAP_DATA);
	const struct tap_connection connection = { .id = 7 };
	struct session_bench b;

	session_bench_begin(&b, (struct session_end){ 0 },
	    (struct session_end){ 0 },
	    (struct session_rules){ .tap = &data.tap });
	session_watch(&b.session, &connection);
	session_bench_run(&b, "n:ask f:answer N f:more");
	is_text(data.bytes, ">ask<answer<more",
	    "the bytes are told with their direction, in order");
	is_int(data.id, 7, "and with the connection");
	session_bench_run(&b, "F n:unsent");
	is_text(data.bytes, ">ask<answer<more",
	    "what the peer has not taken was not sent");
	session_bench_run(&b, "F+");
	is_text(data.bytes, ">ask<answer<more>unsent", "until the peer does");
	session_bench_end(&b);
}

static void test_goal(void)
{
	struct recorder data = record(TAP_DATA);
	struct goal_opts opts = { .max_bytes = 3 };
	const struct tap_connection connection = { 0 };
	struct goal goal;
	struct session_bench b;

	goal_init(&goal, &opts);
	session_bench_begin(&b, (struct session_end){ 0 },
	    (struct session_end){ 0 },
	    (struct session_rules){ .tap = &data.tap, .goal = &goal });
	session_watch(&b.session, &connection);
	session_bench_run(&b, "f:answer");
	is_text(data.bytes, "<ans", "what is more than was wanted is not told");
	session_bench_end(&b);
	goal_free(&goal);
}

static void test_datagrams(void)
{
	struct recorder data = record(TAP_DATAGRAM);
	struct fake_stream output;
	const struct fake_script any = { 0 };
	struct inbox inbox;
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return;
	send(fds[1], "ab", 2, 0);
	send(fds[1], "c", 1, 0);
	struct inbox_opts opts = {
		.fds = fds,
		.fd_count = 1,
		.room = 100,
		.max_count = 2,
		.idle_timeout_us = CLOCK_NEVER,
		.deadline = clock_after(10 * CLOCK_SECOND),
	};
	fake_stream_init(&output, &any);
	inbox_init(&inbox, &opts, &output.stream, &data.tap);
	loop_add(&loop, &inbox.pollable);
	is_int(loop_run(&loop, &err), 0, "datagrams are received");
	is_text(data.bytes, "<ab<c", "each is told");
	is_int(data.last.data.len, 1, "with its length");
	inbox_free(&inbox);
	fake_stream_free(&output);
	close(fds[0]);
	close(fds[1]);
}

/* Waits for a long time, or until an observer wakes it. */
struct member {
	struct pollable pollable;
	int turns;
};

static int64_t member_prepare(struct pollable *p, struct waiting *w)
{
	(void)p;
	(void)w;
	return clock_after(10 * CLOCK_SECOND);
}

static bool member_service(struct pollable *p, const struct waiting *w)
{
	(void)w;
	((struct member *)p)->turns++;
	return false;
}

/* It ticks soon for the first time, and removes the member in the end. */
static void begin_ticks(struct recorder *r, struct pollable *waiter)
{
	r->waiter = waiter;
	r->next_tick = clock_now() + CLOCK_SECOND / 1000;
}

static void let_fail(struct recorder *r, const char *why)
{
	r->failure = why;
}

static void test_tick(void)
{
	static const struct pollable_ops ops = {
		.prepare = member_prepare,
		.service = member_service,
	};
	struct recorder r = record(TAP_NOTE);
	struct member m = { .pollable.ops = &ops };
	struct loop loop = { .tap = &r.tap };
	struct error err = ERROR_NONE;

	begin_ticks(&r, &m.pollable);
	loop_add(&loop, &m.pollable);
	is_int(loop_run(&loop, &err), 0, "a loop with an observer ends");
	is_int(r.ticks, 5, "an observer is called each time that is due");
	is_int(m.turns, 1, "and members are not served for that");
	is_int(tap_tick(NULL, clock_now()), CLOCK_NEVER,
	    "without one nothing is due");
}

static void test_end(void)
{
	struct recorder a = record(TAP_NOTE), b = record(TAP_NOTE);
	struct error err = ERROR_NONE;

	a.tap.next = &b.tap;
	is_int(tap_end(&a.tap, &err), 0, "observers end well");
	let_fail(&a, "no space");
	let_fail(&b, "another");
	is_int(tap_end(&a.tap, &err), -1, "or with an error");
	is_text(err.text, "no space", "of which the first arrives");
	is_int(b.ends, 2, "and all are ended");
}

int main(void)
{
	test_tick();
	test_end();
	test_wants();
	test_call();
	test_session();
	test_goal();
	test_datagrams();
	return plan();
}
