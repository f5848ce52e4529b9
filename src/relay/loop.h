/* SPDX-License-Identifier: MIT */
/*
 * The poll loop: prepare, poll, service, until every member has ended. What a
 * member waits for follows from its state and is asked for anew each turn.
 */
#ifndef RELAY_LOOP_H
#define RELAY_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/waiting.h"

/* Something that takes part in the loop; the first member of its own struct. */
struct pollable {
	const struct pollable_ops *ops;
	struct pollable *next; /* the loop's */
};

struct pollable_ops {
	/* Adds the descriptors to wait for. Returns when to be serviced at the
	 * latest: a point of clock_now(), or CLOCK_NEVER. */
	int64_t (*prepare)(struct pollable *p, struct waiting *w);

	/* Does what can be done now. Returns whether it goes on; how it ended
	 * is the member's own affair. */
	bool (*service)(struct pollable *p, const struct waiting *w);

	/* Somebody wants to know how far it is (SIGUSR1). */
	void (*report)(struct pollable *p);
};

struct loop {
	struct pollable *members;
	struct waiting waiting;
};

/* A member must stay where it is until it has ended. One that is added
 * during service takes part from the next turn on. */
void loop_add(struct loop *loop, struct pollable *p);

/* Runs until all members have ended: returns 0; or returns -1 with
 * FAULT_SIGNAL when the user wants an end. */
int loop_run(struct loop *loop, struct error *err);

#endif
