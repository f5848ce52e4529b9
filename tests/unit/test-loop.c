/* SPDX-License-Identifier: MIT */
/* The loop: who is served, when, and how often. */
#include "relay/loop-child.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/signals.h"
#include "tap.h"
#include "tap/tap.h"

/* A member that waits for one descriptor, and reads from it. */
struct reader {
	struct pollable pollable;
	int fd;
	int64_t latest;
	short way; /* POLLER_EDGE, POLLER_SOLE */
	bool passes_on;
	int asked, served, samples, events, rounds_left;
	struct reader *to_wake, *to_remove, *to_add;
	struct loop *loop;
	struct error failure;
};

static int64_t reader_prepare(struct pollable *p, struct waiting *w)
{
	struct reader *r = (struct reader *)p;

	r->asked++;
	waiting_add(w, r->fd, (short)(POLLIN | r->way));
	return r->latest;
}

static bool reader_service(struct pollable *p, const struct waiting *w)
{
	struct reader *r = (struct reader *)p;
	char byte;

	r->served++;
	if (waiting_result(w, 0)) {
		r->events++;
		ok(read(r->fd, &byte, 1) >= 0, "what is ready can be read");
	}
	if (r->to_wake)
		loop_wake(&r->to_wake->pollable);
	if (r->to_remove)
		loop_remove(&r->to_remove->pollable);
	if (r->passes_on)
		loop_pass_on(p, r->fd);
	if (r->to_add)
		loop_add(r->loop, &r->to_add->pollable);
	r->to_remove = r->to_add = NULL;
	return --r->rounds_left > 0;
}

static void reader_fail(struct pollable *p, const struct error *cause)
{
	((struct reader *)p)->failure = *cause;
}

static const struct pollable_ops reader_ops = {
	.prepare = reader_prepare,
	.service = reader_service,
	.cannot_wait = "cannot wait for it",
	.fail = reader_fail,
};

static struct reader make_reader(int fd, int rounds)
{
	return (struct reader){
		.pollable.ops = &reader_ops,
		.fd = fd,
		.latest = CLOCK_NEVER,
		.rounds_left = rounds,
	};
}

static void fill(int fd, int count)
{
	while (count-- > 0)
		ok(write(fd, "x", 1) == 1, "a byte goes into the pipe");
}

static void test_idle_members_are_left_alone(void)
{
	int busy[2], idle[2];
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;

	ok(pipe(busy) == 0 && pipe(idle) == 0, "there are pipes");
	struct reader b = make_reader(busy[0], 5), i = make_reader(idle[0], 1);
	fill(busy[1], 5);
	loop_add(&loop, &i.pollable);
	loop_add(&loop, &b.pollable);
	/* A third one wakes the idle one at the end. */
	struct reader last = make_reader(-1, 1);
	last.latest = clock_after(CLOCK_SECOND / 50);
	last.to_wake = &i;
	loop_add(&loop, &last.pollable);
	is_int(loop_run(&loop, &err), 0, "the loop ends when all have");
	is_int(b.events, 5, "the busy member is served for each event");
	is_int(b.asked, 5, "and asked after each, and at first");
	is_int(i.asked, 1, "the idle one is asked only once");
	is_int(i.served, 1, "and served when it is woken");
	is_int(i.events, 0, "for which no event is needed");
	is_int(last.served, 1, "a deadline is an event, too");
	for (int n = 0; n < 2; n++) {
		close(busy[n]);
		close(idle[n]);
	}
}

static void test_files_are_always_ready(void)
{
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	FILE *file = tmpfile();
	struct reader r = make_reader(fileno(file), 3);

	loop_add(&loop, &r.pollable);
	is_int(loop_run(&loop, &err), 0, "a loop with a file ends");
	is_int(r.events, 3, "a regular file is ready in each turn");
	fclose(file);
}

static void test_removal_and_reuse(void)
{
	int first[2], second[2];
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;

	ok(pipe(first) == 0, "there is a pipe");
	int kept = dup(first[0]); /* the open file outlives our descriptor */
	struct reader old = make_reader(first[0], 9);
	struct reader killer = make_reader(-1, 1);
	killer.latest = 0;
	killer.to_remove = &old;
	loop_add(&loop, &old.pollable);
	loop_add(&loop, &killer.pollable);
	is_int(loop_run(&loop, &err), 0, "a member can take another out");
	is_int(old.served, 0, "which is not served any more");
	fill(first[1], 1);
	close(first[0]);
	ok(pipe(second) == 0 && second[0] == first[0],
	    "the next descriptor has the number of the one that was closed");
	struct reader next = make_reader(second[0], 1);
	next.latest = clock_after(CLOCK_SECOND / 50);
	loop_add(&loop, &next.pollable);
	is_int(loop_run(&loop, &err), 0, "a new member can have that number");
	is_int(next.events, 0, "and hears nothing of the old open file");
	close(kept);
	close(first[1]);
	close(second[0]);
	close(second[1]);
}

static void test_added(void)
{
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	struct reader late = make_reader(-1, 1), adds = make_reader(-1, 1);

	late.latest = adds.latest = 0;
	adds.loop = &loop;
	adds.to_add = &late;
	loop_add(&loop, &adds.pollable);
	is_int(loop_run(&loop, &err), 0, "a member can add another");
	is_int(late.served, 1, "which is served");
}

static int end_with_7(void *unused)
{
	(void)unused;
	return 7;
}

static void test_children(void)
{
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	struct reader parent = make_reader(-1, 1), other = make_reader(-1, 1);
	struct loop_child child = { 0 };

	ok(child_run_function(&child.child, end_with_7, NULL, &err) == 0,
	    "a child is started");
	pid_t pid = child.child.pid;
	other.latest = clock_after(CLOCK_SECOND / 50);
	loop_add(&loop, &parent.pollable);
	loop_add(&loop, &other.pollable);
	loop_watch_child(&child, &parent.pollable);
	ok(loop_has_child(&loop, pid), "the loop knows it");
	ok(!loop_has_child(&loop, pid + 1), "and no other");
	is_int(loop_run(&loop, &err), 0, "the loop ends");
	ok(child.has_ended, "the end of the child was seen");
	is_int(child.status, 7, "with its status");
	is_int(parent.served, 1, "and its member was served for that");
}

static void test_what_cannot_be_waited_for(void)
{
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	struct reader r = make_reader(999, 1);

	loop_add(&loop, &r.pollable);
	is_int(loop_run(&loop, &err), 0, "the others go on");
	is_text(r.failure.text, "cannot wait for it: not an open descriptor",
	    "a member is told of a descriptor that is not open");
	is_int(r.served, 1, "and is served then");
}

/* An observer that looks every ten seconds. */
struct looker {
	struct tap tap;
	enum tap_kind kind; /* that it wants */
	int ticks;
};

static bool looker_wants(const struct tap *tap, enum tap_kind kind)
{
	return ((const struct looker *)tap)->kind == kind;
}

static int64_t looker_tick(struct tap *tap, int64_t now)
{
	((struct looker *)tap)->ticks++;
	return now + 10 * CLOCK_SECOND;
}

static const struct tap_ops looker_ops = {
	.wants = looker_wants,
	.tick = looker_tick,
};

static void reader_sample(struct pollable *p)
{
	((struct reader *)p)->samples++;
}

/* Runs a loop of five turns. Returns how many samples its member told. */
static int samples_for(struct looker *looker)
{
	struct pollable_ops ops = reader_ops;
	struct loop loop = { .tap = &looker->tap };
	struct error err = ERROR_NONE;
	int fds[2];

	ok(pipe(fds) == 0, "there is a pipe");
	struct reader r = make_reader(fds[0], 5);
	ops.sample = reader_sample;
	r.pollable.ops = &ops;
	fill(fds[1], 5);
	loop_add(&loop, &r.pollable);
	is_int(loop_run(&loop, &err), 0, "the loop ends");
	close(fds[0]);
	close(fds[1]);
	return r.samples;
}

static void test_samples(void)
{
	struct looker one = { { &looker_ops, NULL }, TAP_SAMPLE, 0 },
		      other = { { &looker_ops, NULL }, TAP_CLOSED, 0 };

	is_int(samples_for(&one), 1, "members tell samples when one is due");
	is_int(one.ticks, 5, "the observer is called in each turn");
	is_int(samples_for(&other), 0, "or not, if no observer wants them");
	is_int(other.ticks, 5, "it is called all the same");
}

static void test_a_descriptor_is_passed_on(void)
{
	int ends[2];
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;

	ok(pipe(ends) == 0, "there is a pipe");
	struct reader giver = make_reader(ends[0], 1);
	struct reader taker = make_reader(ends[0], 1);
	giver.way = POLLER_EDGE;
	giver.passes_on = true;
	giver.to_add = &taker;
	giver.loop = &loop;
	fill(ends[1], 2);
	loop_add(&loop, &giver.pollable);
	is_int(loop_run(&loop, &err), 0, "a member can pass a descriptor on");
	is_int(giver.events, 1, "it has had an event");
	is_int(taker.events, 1, "and the other member the next one");
	close(ends[0]);
	close(ends[1]);
}

/* A member is removed, and the number of its descriptor is that of another
 * pipe then. The way is that of the first one. */
static void test_number_comes_again(short way, bool passes_on)
{
	int first[2], second[2];
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;

	ok(pipe(first) == 0, "there is a pipe");
	struct reader old = make_reader(first[0], 1);
	struct reader next = make_reader(first[0], 1);
	old.way = way;
	loop_add(&loop, &old.pollable);
	if (passes_on)
		loop_pass_on(&old.pollable, first[0]);
	loop_remove(&old.pollable);
	close(first[0]);
	ok(pipe(second) == 0 && second[0] == first[0],
	    "the number comes again");
	fill(second[1], 1);
	loop_add(&loop, &next.pollable);
	is_int(loop_run(&loop, &err), 0, "another member has it");
	is_int(next.failure.kind, FAULT_NONE, "which can wait for it");
	is_int(next.events, 1, "and has its event");
	close(first[1]);
	close(second[0]);
	close(second[1]);
}

int main(void)
{
	struct error err;

	ok(signals_install(&err) == 0, "signals can be waited for");
	test_idle_members_are_left_alone();
	test_files_are_always_ready();
	test_removal_and_reuse();
	test_a_descriptor_is_passed_on();
	test_number_comes_again(POLLER_EDGE, true);
	test_number_comes_again(POLLER_SOLE, false);
	test_added();
	test_children();
	test_what_cannot_be_waited_for();
	test_samples();
	return plan();
}
