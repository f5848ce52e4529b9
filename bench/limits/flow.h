/* SPDX-License-Identifier: MIT */
/* Bytes that flow from one descriptor to another, by way of a buffer or, where
 * one of the two is a pipe, by splice(2). */
#ifndef BENCH_LIMITS_FLOW_H
#define BENCH_LIMITS_FLOW_H

#include <stdbool.h>
#include <stddef.h>

struct flow {
	int from, to;
	size_t size; /* moved by one call */
	char *bytes; /* NULL: by splice */
	size_t at, held;
	bool needs_room, has_ended;
};

void flow_init(struct flow *f, int from, int to, const char *how, size_t size);

/* Serves all of them until each has ended. The end of a flow is handed on: the
 * sending side of a socket is shut down, a pipe is closed. */
void flow_run(struct flow *flows, int count);

#endif
