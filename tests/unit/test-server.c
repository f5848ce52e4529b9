/* SPDX-License-Identifier: MIT */
/* A set of conversations: what ends each of them, and what it means for all. */
#include <string.h>

#include "actor.h"
#include "base/clock.h"
#include "relay/pool.h"
#include "relay/server.h"
#include "tap.h"

#define MOST 3

struct bench {
	struct loop loop;
	struct server *server;
	struct pool pool;
	struct actor near[MOST], far[MOST];
	int made, endings;
	bool near_fails;
	size_t unwritten;
};

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct bench *b = context;

	if (b->near_fails) {
		error_set(err, FAULT_IO, "dropped: no file");
		err->is_drop = true;
		return -1;
	}
	is_int(a->number, ++b->made, "conversations are numbered");
	near->is_ours = near->stops_answered = true;
	near->stream = &b->near[a->number - 1].stream;
	return 0;
}

static size_t unwritten(void *context)
{
	return ((struct bench *)context)->unwritten;
}

static void ended(void *context)
{
	((struct bench *)context)->endings++;
}

static void begin(struct bench *b, uint64_t max_accepted)
{
	struct server_opts opts = {
		.dialled = "peer",
		.max_clients = MOST,
		.max_accepted = max_accepted,
		.rules = {
			.idle_timeout_us = CLOCK_NEVER,
			.linger_us = CLOCK_NEVER,
			.timeout_us = CLOCK_SECOND,
			.deadline = CLOCK_NEVER,
			.enough_at = CLOCK_NEVER,
			.pool = &b->pool,
		},
		.for_us = CLOCK_NEVER,
		.make_near = make_near,
		.unwritten = unwritten,
		.ended = ended,
		.context = b,
	};

	*b = (struct bench){ 0 };
	for (int i = 0; i < MOST; i++) {
		actor_init(&b->near[i]);
		actor_init(&b->far[i]);
	}
	b->server = server_new(&opts, &b->loop, NULL);
}

static void take(struct bench *b, int i)
{
	struct address nowhere = { 0 };

	server_take(b->server, &b->far[i].stream, &nowhere);
}

static void run(struct bench *b)
{
	struct error err = ERROR_NONE;

	is_int(loop_run(&b->loop, &err), 0, "the loop ends");
	is_int(b->endings, 1, "the end of the server is told once");
}

static void end(struct bench *b)
{
	server_free(b->server);
	loop_close(&b->loop);
	pool_free(&b->pool);
	for (int i = 0; i < MOST; i++) {
		actor_free(&b->near[i]);
		actor_free(&b->far[i]);
	}
}

static void end_both(struct bench *b, int i)
{
	b->near[i].ends = b->far[i].ends = true;
}

static void test_one(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 1);
	ok(!server_has_served(b.server), "nobody has come yet");
	bytes_add_text(&b.near[0].says, "question");
	bytes_add_text(&b.far[0].says, "answer");
	end_both(&b, 0);
	take(&b, 0);
	run(&b);
	is_text(actor_heard(&b.far[0]), "question", "the peer has all");
	is_text(actor_heard(&b.near[0]), "answer", "so has the output");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	ok(b.near[0].is_closed && b.far[0].is_closed, "both ends are closed");
	ok(server_has_served(b.server), "somebody was served");
	end(&b);
}

static void test_trouble_of_the_only_one(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 1);
	bytes_add_text(&b.far[0].says, "ab");
	b.far[0].fails = true;
	take(&b, 0);
	run(&b);
	is_int(server_result(b.server, 0, &err), -1, "is that of the run");
	is_int(err.kind, FAULT_RESET, "of its kind");
	is_text(err.text,
	    "connection to peer reset by peer after 2 B received, 0 B sent",
	    "with its words");
	end(&b);
}

static void test_trouble_of_one_of_many(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 0);
	b.far[0].fails = true;
	bytes_add_text(&b.near[1].says, "x");
	end_both(&b, 1);
	take(&b, 0);
	take(&b, 1);
	run(&b);
	is_int(server_result(b.server, 0, &err), 0, "is not that of the run");
	is_text(actor_heard(&b.far[1]), "x", "the others go on");
	ok(b.far[0].is_closed && b.far[1].is_closed, "all are closed");
	end(&b);
}

static void test_failure_of_this_host(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 0);
	b.near[0].write_fails = true;
	bytes_add_text(&b.far[0].says, "x");
	end_both(&b, 1);
	take(&b, 0);
	take(&b, 1);
	run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "a call that fails here is told at the end, also for one of many");
	has_text(err.text, "1 of 2 connections failed on this side",
	    "with how many there were");
	end(&b);
}

static void test_no_near_end(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 0);
	b.near_fails = true;
	take(&b, 0);
	ok(b.far[0].is_closed, "a client without a near end is let go");
	run(&b);
	is_int(server_result(b.server, 1, &err), -1, "a file is missing");
	has_text(err.text, "1 of 1 connections: the file is not complete",
	    "and that is the status");
	end(&b);
}

static void test_failure_of_all(void)
{
	struct bench b;
	struct error err = ERROR_NONE, cause = ERROR_NONE;

	begin(&b, 0);
	take(&b, 0);
	take(&b, 1);
	error_set(&cause, FAULT_IO, "cannot write");
	server_fail(b.server, &cause);
	run(&b);
	ok(b.far[0].is_closed && b.far[1].is_closed, "cuts all off");
	ok(server_has_failed(b.server), "the server has failed");
	is_int(server_result(b.server, 0, &err), -1, "with that");
	is_text(err.text, "cannot write", "in its words");
	end(&b);
}

/* Returns when the loop has nothing more to do but wait for a moment. */
static void test_output_is_waited_for(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 0);
	b.unwritten = 5;
	end_both(&b, 0);
	take(&b, 0);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "a drain ends at its deadline");
	is_text(err.text, "the output had not taken all bytes in time",
	    "because of an output that does not take all");
	end(&b);
}

static void test_drain_cuts_off(void)
{
	struct bench b;
	struct error err = ERROR_NONE;

	begin(&b, 0);
	take(&b, 0);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	run(&b);
	is_int(server_result(b.server, 0, &err), -1, "or for a client");
	is_text(err.text, "1 connections had not ended in time",
	    "that does not end");
	ok(b.far[0].is_closed, "which is cut off");
	end(&b);
}

int main(void)
{
	test_one();
	test_trouble_of_the_only_one();
	test_trouble_of_one_of_many();
	test_failure_of_this_host();
	test_no_near_end();
	test_failure_of_all();
	test_output_is_waited_for();
	test_drain_cuts_off();
	return plan();
}
