/* SPDX-License-Identifier: MIT */
/* A server whose conversations are between actors. */
#include "server-bench.h"

#include "base/clock.h"
#include "tap.h"

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct server_bench *b = context;

	if (b->near_fails) {
		error_set(err, FAULT_IO, "dropped: no file");
		err->is_drop = true;
		return -1;
	}
	is_int(a->number, ++b->made, "conversations are numbered");
	address_text(b->remote, &a->remote);
	near->is_ours = near->stops_answered = true;
	near->stream = &b->near[a->number - 1].stream;
	return 0;
}

static size_t unwritten(void *context)
{
	return ((struct server_bench *)context)->unwritten;
}

static void ended(void *context)
{
	((struct server_bench *)context)->endings++;
}

void server_bench_begin_with(struct server_bench *b, uint64_t max_accepted,
    const struct server_bench *wanted)
{
	*b = *wanted;
	struct server_opts opts = {
		.dialled = "peer",
		.max_clients = SERVER_BENCH_MOST,
		.max_accepted = max_accepted,
		.rules = {
			.idle_timeout_us = CLOCK_NEVER,
			.linger_us = CLOCK_NEVER,
			.timeout_us = CLOCK_SECOND,
			.deadline = CLOCK_NEVER,
			.enough_at = CLOCK_NEVER,
			.goal = b->goal,
			.pool = &b->pool,
		},
		.handshakes = b->handshakes,
		.deny = b->deny,
		.for_us = CLOCK_NEVER,
		.arrival_us = CLOCK_NEVER,
		.make_near = make_near,
		.unwritten = unwritten,
		.ended = ended,
		.context = b,
	};

	for (int i = 0; i < SERVER_BENCH_MOST; i++) {
		actor_init(&b->near[i]);
		actor_init(&b->far[i]);
	}
	b->server = server_new(&opts, &b->loop);
}

void server_bench_begin(struct server_bench *b, uint64_t max_accepted)
{
	server_bench_begin_with(b, max_accepted, &(struct server_bench){ 0 });
}

void server_bench_take(struct server_bench *b, int i)
{
	struct address nowhere = { 0 };

	server_take(b->server, &b->far[i].stream, &nowhere);
}

void server_bench_run(struct server_bench *b)
{
	struct error err = ERROR_NONE;

	is_int(loop_run(&b->loop, &err), 0, "the loop ends");
	is_int(b->endings, 1, "the end of the server is told once");
}

void server_bench_end(struct server_bench *b)
{
	server_free(b->server);
	loop_close(&b->loop);
	pool_free(&b->pool);
	for (int i = 0; i < SERVER_BENCH_MOST; i++) {
		actor_free(&b->near[i]);
		actor_free(&b->far[i]);
	}
}

void server_bench_end_both(struct server_bench *b, int i)
{
	b->near[i].ends = b->far[i].ends = true;
}
