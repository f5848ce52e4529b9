/* SPDX-License-Identifier: MIT */
/* Orders that change the faults of a run: lines such as "add slow down:
 * latency=2s", and lines of a file that say when, "at 5s add ...". */
#ifndef ARGS_FAULT_ORDER_H
#define ARGS_FAULT_ORDER_H

#include "base/error.h"
#include "relay/impair/impairment.h"

enum fault_order_verb {
	FAULT_ORDER_ADD,
	FAULT_ORDER_REMOVE,
	FAULT_ORDER_CLEAR,
	FAULT_ORDER_LIST,
	FAULT_ORDER_STATS,
	FAULT_ORDER_RESET_ALL,
};

struct fault_order {
	enum fault_order_verb verb;
	char *name;             /* of a fault; NULL: none */
	char *words;            /* of the fault to add */
	struct impairment what; /* the same */
};

/* Understands a line without its end. Returns 0 with out filled, to be freed,
 * or -1 with FAULT_USAGE. */
int fault_order_parse(
    const char *line, struct fault_order *out, struct error *err);
void fault_order_free(struct fault_order *order);

/* Orders at points in time since the start, the earliest first. */
struct fault_schedule {
	struct fault_moment {
		int64_t at_us;
		unsigned line; /* of the file, from 1 on */
		struct fault_order order;
	} * moments;
	size_t count;
};

/* Understands a text of such lines; empty ones, and those that begin with #,
 * mean nothing. Returns 0 with out filled, to be freed, or -1 with FAULT_USAGE,
 * whose text names the line of the file. */
int fault_order_schedule(const char *file, const char *text,
    struct fault_schedule *out, struct error *err);
void fault_order_free_schedule(struct fault_schedule *schedule);

#endif
