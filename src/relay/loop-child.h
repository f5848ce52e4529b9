/* SPDX-License-Identifier: MIT */
/* Children of this process, whose end a member of a loop waits for. */
#ifndef RELAY_LOOP_CHILD_H
#define RELAY_LOOP_CHILD_H

#include "relay/loop.h"
#include "sys/child.h"

struct loop_child {
	struct child child;
	bool has_ended;
	int status; /* then; as child_wait() returns it */
	struct pollable *member;
	struct loop_child *next, **link; /* of the loop's */
};

/* The member, which is in a loop, is served when the child has ended. */
void loop_watch_child(struct loop_child *c, struct pollable *member);

/* Not any more. Accepts a child that is not watched. */
void loop_leave_child(struct loop_child *c);

/* Whether the process is such a child. */
bool loop_has_child(const struct loop *loop, pid_t pid);

#endif
