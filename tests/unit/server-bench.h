/* SPDX-License-Identifier: MIT */
/* A server whose conversations are between actors. */
#ifndef UNIT_SERVER_BENCH_H
#define UNIT_SERVER_BENCH_H

#include "actor.h"
#include "relay/pool.h"
#include "relay/server.h"

#define SERVER_BENCH_MOST 3

struct server_bench {
	struct loop loop;
	struct server *server;
	struct pool pool;
	struct actor near[SERVER_BENCH_MOST], far[SERVER_BENCH_MOST];
	int made, endings;
	bool near_fails;
	size_t unwritten;
	struct handshake_opts handshakes;
	const struct cidr_list *deny;
	struct goal *goal;
	char remote[ADDRESS_TEXT]; /* of the last arrival */
};

/* Begins one that is dialled for so many conversations, or 0 for any number; or
 * with what was wanted besides. */
void server_bench_begin(struct server_bench *b, uint64_t max_accepted);
void server_bench_begin_with(struct server_bench *b, uint64_t max_accepted,
    const struct server_bench *wanted);

/* The server takes the far end of this number, from 0 on. */
void server_bench_take(struct server_bench *b, int i);

/* Both ends of a conversation say no more. */
void server_bench_end_both(struct server_bench *b, int i);

/* Runs it to its end. */
void server_bench_run(struct server_bench *b);
void server_bench_end(struct server_bench *b);

#endif
