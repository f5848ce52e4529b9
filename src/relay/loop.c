/* SPDX-License-Identifier: MIT */
/* The loop. */
#include "relay/loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/loop-private.h"
#include "sys/signals.h"
#include "tap/tap.h"

/* The most turns of the loop for which it looks for events once. */
#define TURNS 4

/* What the poller knows of a descriptor, and the member that waits for it. */
struct watch {
	struct pollable *member; /* NULL: the descriptor is not waited for */
	unsigned slot;           /* in the member's wishes */
	short events;         /* as the poller knows them, or POLLER_OUT ... */
	bool is_always_ready; /* the poller refuses such files */
};

void loop_wake(struct pollable *p)
{
	if (p->loop && !p->due.at)
		list_append(&p->loop->due, &p->due);
}

/* Descriptors */

static struct watch *watch_of(struct loop *loop, int fd)
{
	size_t count = loop->watch_count;

	if ((size_t)fd < count)
		return &loop->watches[fd];
	loop->watch_count = 2 * (size_t)fd + 16;
	loop->watches = xreallocarray(
	    loop->watches, loop->watch_count, sizeof(*loop->watches));
	for (; count < loop->watch_count; count++)
		loop->watches[count] = (struct watch){ .events = POLLER_OUT };
	return &loop->watches[fd];
}

static void forget(struct loop *loop, int fd)
{
	struct watch *w = watch_of(loop, fd);

	if (!w->is_always_ready)
		poller_change(&loop->poller, fd, w->events, POLLER_OUT);
	*w = (struct watch){ .events = POLLER_OUT };
}

static bool is_sole(const struct watch *w)
{
	return w->events >= 0 && (w->events & POLLER_SOLE);
}

/* Tells the poller what the member waits for. Returns 0, or -1 with errno. */
static int watch(struct loop *loop, struct pollable *p, size_t slot)
{
	const struct pollfd *wish = &p->wishes.fds[slot];
	struct watch *w = watch_of(loop, wish->fd);

	w->member = p;
	w->slot = (unsigned)slot;
	if (w->is_always_ready)
		return 0;
	if (poller_change(&loop->poller, wish->fd, w->events, wish->events) ==
	    0) {
		w->events = wish->events;
		return 0;
	}
	w->is_always_ready = errno == EPERM;
	return w->is_always_ready ? 0 : -1;
}

static bool is_wished(const struct pollable *p, unsigned slot, int fd)
{
	return slot < p->wishes.count && p->wishes.fds[slot].fd == fd;
}

/* Removes descriptors that the member no longer waits for before it adds new
 * ones: a new descriptor may have the number of one that was closed. */
static int change_watches(struct loop *loop, struct pollable *p)
{
	int sysno = 0;

	for (unsigned i = 0; i < p->wishes.count; i++)
		if (p->wishes.fds[i].fd >= 0)
			watch_of(loop, p->wishes.fds[i].fd)->slot = i;
	for (size_t i = 0; i < loop->before.count; i++) {
		int fd = loop->before.fds[i].fd;
		if (fd >= 0 && watch_of(loop, fd)->member == p &&
		    !is_wished(p, watch_of(loop, fd)->slot, fd))
			forget(loop, fd);
	}
	for (size_t i = 0; i < p->wishes.count; i++)
		if (p->wishes.fds[i].fd >= 0 && watch(loop, p, i) < 0 && !sysno)
			sysno = errno;
	errno = sysno;
	return sysno ? -1 : 0;
}

static bool is_same(const struct waiting *a, const struct waiting *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->fds[i].fd != b->fds[i].fd ||
		    a->fds[i].events != b->fds[i].events)
			return false;
	return true;
}

/* Regular files are always ready. Returns whether the member waits for one. */
static bool mark_always_ready(struct loop *loop, struct pollable *p)
{
	bool is_ready = false;

	for (size_t i = 0; i < p->wishes.count; i++) {
		struct pollfd *wish = &p->wishes.fds[i];
		if (wish->fd < 0 || !wish->events ||
		    !loop->watches[wish->fd].is_always_ready)
			continue;
		wish->revents = wish->events;
		is_ready = true;
	}
	return is_ready;
}

static void fail(struct pollable *p)
{
	struct error err = ERROR_NONE;

	error_sys(&err, FAULT_IO, "%s", p->ops->cannot_wait);
	p->ops->fail(p, &err);
}

/* Asks a member what it waits for, and tells the poller what has changed. */
static void ask(struct loop *loop, struct pollable *p)
{
	struct waiting before = p->wishes;

	p->wishes = loop->before; /* its memory */
	loop->before = before;
	waiting_clear(&p->wishes);
	int64_t latest = p->ops->prepare(p, &p->wishes);
	if (!is_same(&p->wishes, &loop->before) &&
	    change_watches(loop, p) < 0) {
		fail(p);
		latest = 0;
	}
	if (mark_always_ready(loop, p) || latest == 0)
		loop_wake(p);
	if (latest == CLOCK_NEVER || latest == 0)
		heap_remove(&loop->deadlines, &p->latest);
	else
		heap_set(&loop->deadlines, &p->latest, latest);
}

/* Members */

static bool open_poller(struct loop *loop)
{
	if (!loop->is_open && loop->failure.kind == FAULT_NONE)
		loop->is_open = poller_open(&loop->poller, &loop->failure) == 0;
	return loop->is_open;
}

void loop_add(struct loop *loop, struct pollable *p)
{
	struct pollable **head = &loop->members;

	p->loop = loop;
	p->next = *head;
	p->link = head;
	if (p->next)
		p->next->link = &p->next;
	*head = p;
	if (open_poller(loop))
		ask(loop, p);
}

static bool is_watched_by(const struct pollable *p, int fd)
{
	return p->loop && fd >= 0 && (size_t)fd < p->loop->watch_count &&
	       p->loop->watches[fd].member == p;
}

void loop_forget(struct pollable *p, int fd)
{
	if (!is_watched_by(p, fd))
		return;
	struct watch *w = &p->loop->watches[fd];
	/* The next file may get the same number. */
	p->wishes.fds[w->slot].fd = -1;
	if (is_sole(w)) {
		poller_leave(&p->loop->poller, fd);
		*w = (struct watch){ .events = POLLER_OUT };
	} else {
		forget(p->loop, fd);
	}
}

void loop_pass_on(struct pollable *p, int fd)
{
	if (!is_watched_by(p, fd))
		return;
	struct watch *w = &p->loop->watches[fd];
	p->wishes.fds[w->slot].fd = -1;
	*w = (struct watch){ .events = POLLER_UNKNOWN };
}

void loop_remove(struct pollable *p)
{
	struct loop *loop = p->loop;

	if (!loop)
		return;
	for (size_t i = 0; i < p->wishes.count; i++)
		loop_forget(p, p->wishes.fds[i].fd);
	waiting_free(&p->wishes);
	heap_remove(&loop->deadlines, &p->latest);
	list_remove(&loop->due, &p->due); /* or from the list in serve_due() */
	*p->link = p->next;
	if (p->next)
		p->next->link = p->link;
	p->loop = NULL;
}

/* Turns */

static void take_events(
    struct loop *loop, const struct poller_event *events, int count)
{
	for (int i = 0; i < count; i++) {
		const struct watch *w = watch_of(loop, events[i].fd);
		if (!w->member)
			continue;
		w->member->wishes.fds[w->slot].revents = events[i].events;
		loop_wake(w->member);
	}
}

static void take_deadlines(struct loop *loop)
{
	struct heap_entry *first = heap_first(&loop->deadlines);

	if (!first)
		return;
	int64_t now = clock_now();
	while (first && first->at <= now) {
		heap_remove(&loop->deadlines, first);
		loop_wake(LIST_OWNER(first, struct pollable, latest));
		first = heap_first(&loop->deadlines);
	}
}

/* Has the members tell observers that tick how far they are. */
static int64_t tick(struct loop *loop)
{
	int64_t now = clock_now();

	if (now >= loop->next_tick && tap_wants(loop->tap, TAP_SAMPLE))
		for (struct pollable *p = loop->members; p; p = p->next)
			if (p->ops->sample)
				p->ops->sample(p);
	loop->next_tick = tap_tick(loop->tap, now);
	return loop->next_tick;
}

static int wait_for_members(struct loop *loop, struct error *err)
{
	struct poller_event events[POLLER_EVENTS];
	const struct heap_entry *first = heap_first(&loop->deadlines);
	int64_t latest = tap_ticks(loop->tap) ? tick(loop) : CLOCK_NEVER;
	bool is_signalled;

	if (first)
		latest = clock_earlier(latest, first->at);
	if (loop->due.first)
		latest = 0;
	int count =
	    poller_wait(&loop->poller, latest, events, &is_signalled, err);

	if (count < 0)
		return -1;
	take_events(loop, events, count);
	take_deadlines(loop);
	if (is_signalled)
		loop_take_children(loop);
	return 0;
}

/* Members that become due during a turn are served in the next one. */
static void serve_due(struct loop *loop)
{
	struct list due;

	list_take(&due, &loop->due);
	while (due.first) {
		struct pollable *p =
		    LIST_OWNER(due.first, struct pollable, due);
		list_remove(&due, &p->due);
		if (p->ops->service(p, &p->wishes))
			ask(loop, p);
		else
			loop_remove(p);
	}
}

static void report_all(struct loop *loop)
{
	for (struct pollable *p = loop->members; p; p = p->next)
		if (p->ops->report)
			p->ops->report(p);
}

void loop_close(struct loop *loop)
{
	loop_leave_children(loop);
	while (loop->members)
		loop_remove(loop->members);
	if (loop->is_open)
		poller_close(&loop->poller);
	heap_free(&loop->deadlines);
	free(loop->watches);
	waiting_free(&loop->before);
	*loop = (struct loop){ 0 };
}

int loop_check(const struct loop *loop, struct error *err)
{
	if (loop->failure.kind == FAULT_NONE)
		return 0;
	*err = loop->failure;
	return -1;
}

/* Members that are due are served a few times before the loop looks for events,
 * which costs a system call. */
static bool has_to_look(struct loop *loop)
{
	if (loop->due.first && ++loop->turns < TURNS)
		return false;
	loop->turns = 0;
	return true;
}

int loop_run(struct loop *loop, struct error *err)
{
	int result = 0;

	if (loop->members)
		result = loop_check(loop, err);
	loop_take_children(loop); /* SIGCHLD may have come before */
	while (loop->members && result == 0) {
		if (has_to_look(loop))
			result = wait_for_members(loop, err);
		if (signals_take_report())
			report_all(loop);
		if (result == 0)
			serve_due(loop);
	}
	if (result == 0)
		loop_close(loop);
	return result;
}
