/* SPDX-License-Identifier: MIT */
/*
 * The loop: it waits for what its members wait for, serves those for which
 * something has come, and asks a member that was served what it waits for
 * next, until every member has ended. A member that nothing happens to costs
 * nothing.
 */
#ifndef RELAY_LOOP_H
#define RELAY_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/heap.h"
#include "sys/poller.h"
#include "sys/waiting.h"

struct loop;

/* Something that takes part in the loop; the first member of its own struct.
 * All but ops is the loop's own. */
struct pollable {
	const struct pollable_ops *ops;
	struct loop *loop;
	struct pollable *next, **link;         /* of the loop's members */
	struct pollable *next_due, **link_due; /* of those to be served */
	struct heap_entry latest;              /* when it is to be served */
	struct waiting wishes, known;          /* now, and as it was before */
};

struct pollable_ops {
	/* Adds the descriptors to wait for, each once. Returns when to be
	 * serviced at the latest: a point of clock_now(), or CLOCK_NEVER.
	 * Called when the member is new, after it was served, and nowhere else:
	 * what changes its state besides has to call loop_wake(). */
	int64_t (*prepare)(struct pollable *p, struct waiting *w);

	/* Does what can be done now. Returns whether it goes on; how it ended
	 * is the member's own affair. */
	bool (*service)(struct pollable *p, const struct waiting *w);

	/* Somebody wants to know how far it is (SIGUSR1). */
	void (*report)(struct pollable *p);

	/* A descriptor cannot be waited for; the member is served next. */
	void (*fail)(struct pollable *p, const struct error *cause);

	/* Whether to be served when a child may have ended, or another member
	 * has. */
	bool has_children;
};

/* Begin with all zeros. */
struct loop {
	struct pollable *members, *due;
	struct pollable *parents; /* those members that have children */
	size_t member_count;
	struct heap deadlines;
	struct poller poller;
	bool is_open;
	struct watch *watches; /* by descriptor */
	size_t watch_count;
	unsigned round;
	struct error failure;
};

/* A member must stay where it is until it has ended. One that is added
 * during service takes part from the next turn on. */
void loop_add(struct loop *loop, struct pollable *p);

/* Takes a member out before it has ended. */
void loop_remove(struct pollable *p);

/* The member is to be served although nothing has come for it. */
void loop_wake(struct pollable *p);

/* A descriptor of the member is about to be closed, in the member's service. */
void loop_forget(struct pollable *p, int fd);

/* Runs until all members have ended: returns 0; or returns -1 with err filled:
 * FAULT_SIGNAL when the user wants an end. Members that are left are out of the
 * loop then. */
int loop_run(struct loop *loop, struct error *err);

#endif
