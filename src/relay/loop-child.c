/* SPDX-License-Identifier: MIT */
/* Child processes whose end a member of a loop waits for. */
#include "relay/loop-child.h"

#include "relay/loop-private.h"

void loop_watch_child(struct loop_child *c, struct pollable *member)
{
	struct loop_child **head = &member->loop->children;

	member->loop->reaps = true;
	c->member = member;
	c->next = *head;
	c->link = head;
	if (c->next)
		c->next->link = &c->next;
	*head = c;
}

void loop_leave_child(struct loop_child *c)
{
	if (!c->link)
		return;
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	c->link = NULL;
}

void loop_leave_children(struct loop *loop)
{
	while (loop->children)
		loop_leave_child(loop->children);
}

static void child_has_gone(struct loop_child *c, int status)
{
	c->child.pid = 0;
	c->has_ended = true;
	c->status = status;
	loop_leave_child(c);
	loop_wake(c->member);
}

static struct loop_child *find(const struct loop *loop, pid_t pid)
{
	struct loop_child *c = loop->children;

	while (c && c->child.pid != pid)
		c = c->next;
	return c;
}

bool loop_has_child(const struct loop *loop, pid_t pid)
{
	return find(loop, pid);
}

/* Children that are not watched are orphans of programs
 * (sys/process/orphans.h). */
void loop_take_children(struct loop *loop)
{
	pid_t pid;
	int status;

	while (loop->reaps && (pid = child_take_ended(&status)) > 0) {
		struct loop_child *c = find(loop, pid);
		if (c)
			child_has_gone(c, status);
	}
}
