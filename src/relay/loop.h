/* SPDX-License-Identifier: MIT */
/* The loop waits for what its members wait for, serves those for which
 * something has come, and asks them what they wait for next, until all have
 * ended. Members that nothing happens to cost nothing. */
#ifndef RELAY_LOOP_H
#define RELAY_LOOP_H

#include <stdint.h>

#include "base/error.h"
#include "base/heap.h"
#include "sys/poller.h"
#include "sys/waiting.h"

struct loop;

/* What takes part in the loop; the first member of its own struct. All but ops
 * and then is the loop's own. */
struct pollable {
	const struct pollable_ops *ops;
	struct loop *loop;
	struct pollable *next, **link;         /* of the loop's members */
	struct pollable *next_due, **link_due; /* of those to be served */
	struct heap_entry latest;              /* when it is to be served */
	struct waiting wishes;                 /* as the poller knows them */
	struct pollable *then;                 /* served after it has ended */
};

struct pollable_ops {
	/* Adds the descriptors to wait for, each once. Returns when to be
	 * served at the latest, or CLOCK_NEVER. Called for a new member and
	 * after it was served: all else that changes it calls loop_wake(). */
	int64_t (*prepare)(struct pollable *p, struct waiting *w);

	/* Does what can be done now. Returns whether it goes on. */
	bool (*service)(struct pollable *p, const struct waiting *w);

	/* Tells how far it is (SIGUSR1). */
	void (*report)(struct pollable *p);

	/* A descriptor cannot be waited for, says errno. Service follows. */
	void (*fail)(struct pollable *p);
};

/* Begin with all zeros. */
struct loop {
	struct pollable *members, *due, **last_due;
	struct loop_child *children;
	size_t member_count;
	struct heap deadlines;
	struct poller poller;
	bool is_open, reaps;   /* reaps: children, and those of children */
	struct watch *watches; /* by descriptor */
	size_t watch_count;
	unsigned round;
	struct waiting before; /* the wishes of the member that is asked */
	struct error failure;  /* no poller */
};

/* Members stay where they are until they have ended. */
void loop_add(struct loop *loop, struct pollable *p);

/* Takes a member out before its end. */
void loop_remove(struct pollable *p);

/* The member is served although nothing has come for it. */
void loop_wake(struct pollable *p);

/* A descriptor of the member is about to be closed, in service. */
void loop_forget(struct pollable *p, int fd);

/* Whether it can run; running until all members have ended. Both return 0; or
 * -1 with err filled: FAULT_SIGNAL when the user wants an end. */
int loop_check(const struct loop *loop, struct error *err);
int loop_run(struct loop *loop, struct error *err);

/* Takes out the members that are left. */
void loop_close(struct loop *loop);

#endif
