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
	if (event->kind == TAP_DATA)
		snprintf(r->bytes + used, sizeof(r->bytes) - used, "%c%.*s",
		    event->data.direction == TAP_IN ? '<' : '>',
		    (int)event->data.len, (const char *)event->data.bytes);
}

static const struct tap_ops recorder_ops = {
	.wants = recorder_wants,
	.event = recorder_event,
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
	    (struct session_rules){ .tap = &data.tap }, false);
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
	    (struct session_rules){ .tap = &data.tap, .goal = &goal }, false);
	session_watch(&b.session, &connection);
	session_bench_run(&b, "f:answer");
	is_text(data.bytes, "<ans", "what is more than was wanted is not told");
	session_bench_end(&b);
	goal_free(&goal);
}

static void test_datagrams(void)
{
	struct recorder data = record(TAP_DATA);
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

int main(void)
{
	test_wants();
	test_call();
	test_session();
	test_goal();
	test_datagrams();
	return plan();
}
