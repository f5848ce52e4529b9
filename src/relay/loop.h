/* SPDX-License-Identifier: MIT */
/* The loop waits for what its members wait for, serves those for which
 * something has come, and asks them what they wait for next, until all have
 * ended. Members that nothing happens to cost nothing. */
#ifndef RELAY_LOOP_H
#define RELAY_LOOP_H

#include <stdint.h>

#include "base/error.h"
#include "base/heap.h"
#include "base/list.h"
#include "sys/poller.h"
#include "sys/waiting.h"

struct loop;
struct tap;

/* What takes part in the loop, as first member; all but ops is the loop's. */
struct pollable {
	const struct pollable_ops *ops;
	struct loop *loop;
	struct pollable *next, **link; /* of the loop's members */
	struct list_link due;          /* of those to be served */
	struct heap_entry latest;      /* when it is to be served */
	struct waiting wishes;         /* as the poller knows them */
};

struct pollable_ops {
	/* Adds the descriptors to wait for, each once. Returns when to be
	 * served at the latest, or CLOCK_NEVER. Called for a new member and
	 * after it was served: all else that changes it calls loop_wake(). */
	int64_t (*prepare)(struct pollable *p, struct waiting *w);

	/* Does what can be done now. Returns whether it goes on. */
	bool (*service)(struct pollable *p, const struct waiting *w);

	/* Tells how far it is: to people (SIGUSR1), as TAP_SAMPLE. Or NULL. */
	void (*report)(struct pollable *p);
	void (*sample)(struct pollable *p);

	/* A descriptor cannot be waited for. Service follows. */
	void (*fail)(struct pollable *p, const struct error *cause);
	const char *cannot_wait; /* the beginning of the cause */
};

/* Begin with all zeros but tap. */
struct loop {
	struct pollable *members;
	struct list due; /* who comes first is served first */
	struct loop_child *children;
	size_t member_count;
	struct heap deadlines;
	struct poller poller;
	bool is_open, reaps;   /* reaps: children, and those of children */
	struct watch *watches; /* by descriptor */
	size_t watch_count;
	struct waiting before; /* the wishes of the member that is asked */
	struct tap *tap;       /* observers, which tick; set by the owner */
	int64_t next_tick;     /* of theirs */
	struct error failure;  /* no poller */
};

/* Members stay where they are until they have ended, or are taken out. */
void loop_add(struct loop *loop, struct pollable *p);
void loop_remove(struct pollable *p);

/* The member is served although nothing has come for it. */
void loop_wake(struct pollable *p);

/* A descriptor of the member is about to be closed, in service. */
void loop_forget(struct pollable *p, int fd);

/* Whether it can run; running until all members have ended. Both return 0, or
 * -1 with err filled (FAULT_SIGNAL: an end is wanted). Closing: at once. */
int loop_check(const struct loop *loop, struct error *err);
int loop_run(struct loop *loop, struct error *err);
void loop_close(struct loop *loop);

#endif
