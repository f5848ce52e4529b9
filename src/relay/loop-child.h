/* SPDX-License-Identifier: MIT */
/* Child processes whose end a member of a loop waits for. */
#ifndef RELAY_LOOP_CHILD_H
#define RELAY_LOOP_CHILD_H

#include "relay/loop.h"
#include "sys/process/child.h"

struct loop_child {
	struct child child;
	bool has_ended;
	int status; /* once it has ended; as child_wait() returns it */
	struct pollable *member;
	struct loop_child *next, **link; /* of the loop's children */
};

/* Has the member, which is in a loop, served when the child has ended. */
void loop_watch_child(struct loop_child *c, struct pollable *member);

/* Stops watching. Accepts a child that is not watched. */
void loop_leave_child(struct loop_child *c);

/* Whether the process is a watched child that has not ended. */
bool loop_has_child(const struct loop *loop, pid_t pid);

#endif
