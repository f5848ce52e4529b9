/* SPDX-License-Identifier: MIT */
/* The loop waits for the descriptors and times of its members, serves the
 * members for which an event or a time has come, and asks them what to wait for
 * next, until all have ended. Idle members cost nothing. */
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

/* The first member of what takes part in the loop, which sets all but ops. */
struct pollable {
	const struct pollable_ops *ops;
	struct loop *loop;
	struct pollable *next, **link; /* of the loop's members */
	struct list_link due;          /* in the list of members to serve */
	struct heap_entry latest;      /* when to serve it at the latest */
	struct waiting wishes;         /* its descriptors and events */
};

struct pollable_ops {
	/* Adds the descriptors to wait for, each once. Returns the latest time
	 * to serve the member, or CLOCK_NEVER. Called for a new member and
	 * after each service: any other change must call loop_wake(). */
	int64_t (*prepare)(struct pollable *p, struct waiting *w);

	/* Does what can be done now. Returns false when it has ended. */
	bool (*service)(struct pollable *p, const struct waiting *w);

	/* Tell the progress: to people (SIGUSR1); as TAP_SAMPLE. Or NULL. */
	void (*report)(struct pollable *p);
	void (*sample)(struct pollable *p);

	/* The poller refuses a descriptor. A service follows. */
	void (*fail)(struct pollable *p, const struct error *cause);
	const char *cannot_wait; /* how the text of the cause begins */
};

/* Begin with all zeros but tap. */
struct loop {
	struct pollable *members;
	struct list due; /* members to serve, first come, first served */
	struct loop_child *children;
	struct heap deadlines;
	struct poller poller;
	bool is_open, reaps;   /* reaps: children, also orphans of children */
	struct watch *watches; /* by descriptor */
	size_t watch_count;
	struct waiting before; /* the last wishes of the member being asked */
	struct tap *tap;       /* observers that tick; set by the owner */
	int64_t next_tick;     /* of the observers */
	struct error failure;  /* why there is no poller */
};

/* A member must not move in memory until it has ended or is removed. */
void loop_add(struct loop *loop, struct pollable *p);
void loop_remove(struct pollable *p);
/* Has the member served in the next turn, without an event. */
void loop_wake(struct pollable *p);

/* Stop watching a descriptor that is closed next, or watched by another member
 * next: then the wish was POLLER_EDGE. */
void loop_forget(struct pollable *p, int fd);
void loop_pass_on(struct pollable *p, int fd);

/* Whether the loop can run; runs it until all members have ended. Both return
 * 0, or -1 with err filled (FAULT_SIGNAL: a signal asks for the end). */
int loop_check(const struct loop *loop, struct error *err);
int loop_run(struct loop *loop, struct error *err);
void loop_close(struct loop *loop);

#endif
