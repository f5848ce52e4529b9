/* SPDX-License-Identifier: MIT */
/* A set of conversations: what ends each of them, and what it means for all. */
#include "base/clock.h"
#include "relay/goal.h"
#include "relay/server-private.h"
#include "server-bench.h"
#include "tap.h"

static void test_one(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 1);
	ok(!server_has_served(b.server), "nobody has come yet");
	bytes_add_text(&b.near[0].says, "question");
	bytes_add_text(&b.far[0].says, "answer");
	server_bench_end_both(&b, 0);
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_text(actor_heard(&b.far[0]), "question", "the peer has all");
	is_text(actor_heard(&b.near[0]), "answer", "so has the output");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	ok(b.near[0].is_closed && b.far[0].is_closed, "both ends are closed");
	ok(server_has_served(b.server), "somebody was served");
	server_bench_end(&b);
}

static void test_trouble_of_the_only_one(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 1);
	bytes_add_text(&b.far[0].says, "ab");
	b.far[0].fails = true;
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1, "is that of the run");
	is_int(err.kind, FAULT_RESET, "of its kind");
	is_text(err.text,
	    "connection to peer reset by peer after 2 B received, 0 B sent",
	    "with its words");
	server_bench_end(&b);
}

static void test_trouble_of_one_of_many(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	b.far[0].fails = true;
	bytes_add_text(&b.near[1].says, "x");
	server_bench_end_both(&b, 1);
	server_bench_take(&b, 0);
	server_bench_take(&b, 1);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), 0, "is not that of the run");
	is_text(actor_heard(&b.far[1]), "x", "the others go on");
	ok(b.far[0].is_closed && b.far[1].is_closed, "all are closed");
	server_bench_end(&b);
}

static void test_failure_of_this_host(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	b.near[0].write_fails = true;
	bytes_add_text(&b.far[0].says, "x");
	server_bench_end_both(&b, 1);
	server_bench_take(&b, 0);
	server_bench_take(&b, 1);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "a call that fails here is told at the end, also for one of many");
	has_text(err.text, "1 of 2 connections failed on this side",
	    "with how many there were");
	server_bench_end(&b);
}

static void test_no_near_end(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	b.near_fails = true;
	server_bench_take(&b, 0);
	ok(b.far[0].is_closed, "a client without a near end is let go");
	server_bench_run(&b);
	is_int(server_result(b.server, 1, &err), -1, "a file is missing");
	has_text(err.text, "1 of 1 connections: the file is not complete",
	    "and that is the status");
	server_bench_end(&b);
}

static void test_failure_of_all(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE, cause = ERROR_NONE;

	server_bench_begin(&b, 0);
	server_bench_take(&b, 0);
	server_bench_take(&b, 1);
	error_set(&cause, FAULT_IO, "cannot write");
	server_fail(b.server, &cause);
	server_bench_run(&b);
	ok(b.far[0].is_closed && b.far[1].is_closed, "cuts all off");
	ok(server_has_failed(b.server), "the server has failed");
	is_int(server_result(b.server, 0, &err), -1, "with that");
	is_text(err.text, "cannot write", "in its words");
	server_bench_end(&b);
}

/* Another member of the loop, which acts after a moment; again if it returns
 * true. */
struct other {
	struct pollable pollable;
	struct server_bench *bench;
	bool (*act)(struct server_bench *b);
	int64_t at;
};

static int64_t other_prepare(struct pollable *p, struct waiting *w)
{
	(void)w;
	return ((struct other *)p)->at;
}

static bool other_service(struct pollable *p, const struct waiting *w)
{
	struct other *o = (struct other *)p;

	(void)w;
	if (clock_now() < o->at)
		return true;
	o->at = clock_after(CLOCK_SECOND / 100);
	return o->act(o->bench);
}

static const struct pollable_ops other_ops = {
	.prepare = other_prepare,
	.service = other_service,
};

static void run_beside(
    struct server_bench *b, bool (*act)(struct server_bench *b))
{
	struct other o = {
		.pollable.ops = &other_ops,
		.bench = b,
		.act = act,
		.at = clock_after(CLOCK_SECOND / 50),
	};

	loop_add(&b->loop, &o.pollable);
	server_bench_run(b);
}

static bool let_fail(struct server_bench *b)
{
	struct error cause = ERROR_NONE;

	error_set(&cause, FAULT_IO, "cannot write");
	server_fail(b->server, &cause);
	return false;
}

/* No client needs to move for that. */
static void test_failure_while_it_waits(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	server_bench_take(&b, 0);
	run_beside(&b, let_fail);
	is_int(server_result(b.server, 0, &err), -1,
	    "a failure ends a server that waits");
	ok(b.far[0].is_closed, "and cuts its client off");
	server_bench_end(&b);
}

/* Returns when the loop has nothing more to do but wait for a moment. */
static void test_output_is_waited_for(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	b.unwritten = 5;
	server_bench_end_both(&b, 0);
	server_bench_take(&b, 0);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "a drain ends at its deadline");
	is_text(err.text, "the output had not taken all bytes in time",
	    "because of an output that does not take all");
	server_bench_end(&b);
}

static bool was_drained;

/* Once no client is active any more: there is room for another one. */
static bool drain(struct server_bench *b)
{
	if (b->server->active > 0)
		return true;
	server_drain(b->server, clock_now());
	was_drained = !b->far[0].is_closed;
	return false;
}

/* A client that still sends is not reset, and not waited for without end: not
 * as one that has not been served in time. */
static void test_leaving(void)
{
	struct server_bench b, wanted = { 0 };
	struct goal goal;
	struct error err = ERROR_NONE;
	int64_t begin = clock_now();

	goal_init(&goal, &(struct goal_opts){ .max_bytes = 2 });
	wanted.goal = &goal;
	server_bench_begin_with(&b, 0, &wanted);
	bytes_add_text(&b.near[0].says, "answer");
	bytes_add_text(&b.far[0].says, "xyz");
	server_bench_take(&b, 0);
	run_beside(&b, drain);
	ok(was_drained, "a client of which leave is taken is not active");
	ok(clock_now() - begin >= CLOCK_SECOND / 5,
	    "a client that has sent enough may go on for a moment");
	is_text(actor_heard(&b.near[0]), "xy", "no more of it is received");
	is_text(actor_heard(&b.far[0]), "answer", "and it is answered");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	ok(b.far[0].is_closed, "it is closed then");
	server_bench_end(&b);
	goal_free(&goal);
}

static void test_drain_cuts_off(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin(&b, 0);
	server_bench_take(&b, 0);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1, "or for a client");
	is_text(err.text, "1 connections had not ended in time",
	    "that does not end");
	ok(b.far[0].is_closed, "which is cut off");
	server_bench_end(&b);
}

int main(void)
{
	test_one();
	test_trouble_of_the_only_one();
	test_trouble_of_one_of_many();
	test_failure_of_this_host();
	test_no_near_end();
	test_failure_of_all();
	test_failure_while_it_waits();
	test_output_is_waited_for();
	test_leaving();
	test_drain_cuts_off();
	return plan();
}
