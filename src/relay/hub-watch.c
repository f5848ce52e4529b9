/* SPDX-License-Identifier: MIT */
/* Shuttles between clients and watched programs, behind an epoll descriptor. */
#include "relay/hub-watch.h"

#include <stdlib.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/hub-private.h"
#include "relay/shuttle.h"

/* How many events are taken at once; the others come in the next turn. */
#define EVENTS_AT_ONCE 256

void hub_watch_start(struct client *c)
{
	struct hub_watch *watch = xcalloc(1, sizeof(*watch));

	watch->client = c;
	for (size_t i = 0; i < HUB_WATCH_FDS; i++)
		watch->fds[i] =
		    (struct hub_watched_fd){ .watch = watch, .fd = -1 };
	c->shuttle_watch = watch;
}

static void forget(struct hub *h, struct hub_watch *watch)
{
	struct hub_watch **link = &h->ready;

	while (watch->is_ready && *link != watch)
		link = &(*link)->next_ready;
	if (watch->is_ready)
		*link = watch->next_ready;
}

void hub_watch_end(struct hub *h, struct client *c)
{
	struct hub_watch *watch = c->shuttle_watch;

	if (!watch)
		return;
	for (size_t i = 0; i < HUB_WATCH_FDS; i++)
		hub_set_interest(h->programs, watch->fds[i].fd, NULL,
		    &watch->fds[i].known, 0);
	forget(h, watch);
	waiting_free(&watch->waiting);
	free(watch);
	c->shuttle_watch = NULL;
}

/* The entry for a descriptor, or a free one. */
static struct hub_watched_fd *entry_for(struct hub_watch *watch, int fd)
{
	struct hub_watched_fd *unused = NULL;

	for (size_t i = 0; i < HUB_WATCH_FDS; i++) {
		struct hub_watched_fd *entry = &watch->fds[i];
		if (entry->fd == fd)
			return entry;
		if (entry->fd < 0)
			unused = entry;
	}
	return unused;
}

/* Leaves out descriptors that are not waited for any more. */
static void leave_out(struct hub *h, struct hub_watched_fd *entry)
{
	const struct waiting *w = &entry->watch->waiting;

	for (size_t i = 0; i < w->count; i++)
		if (w->fds[i].fd == entry->fd)
			return;
	hub_set_interest(h->programs, entry->fd, NULL, &entry->known, 0);
	entry->fd = -1;
}

/* Errors are always told; they stand for "nothing else". */
static void want(struct hub_watch *watch, const struct pollfd *slot)
{
	if (slot->fd < 0)
		return;
	struct hub_watched_fd *entry = entry_for(watch, slot->fd);
	entry->fd = slot->fd;
	entry->wanted |= (uint32_t)slot->events | EPOLLERR;
}

int hub_watch_refresh(struct hub *h, struct client *c, struct error *err)
{
	struct hub_watch *watch = c->shuttle_watch;
	struct waiting *w = &watch->waiting;
	struct pollable *p = &c->shuttle->pollable;

	waiting_clear(w);
	watch->due = p->ops->prepare(p, w);
	h->next_due = clock_earlier(h->next_due, watch->due);
	for (size_t i = 0; i < HUB_WATCH_FDS; i++) {
		watch->fds[i].wanted = watch->fds[i].came = 0;
		leave_out(h, &watch->fds[i]);
	}
	for (size_t i = 0; i < w->count; i++)
		want(watch, &w->fds[i]);
	for (size_t i = 0; i < HUB_WATCH_FDS; i++) {
		struct hub_watched_fd *entry = &watch->fds[i];
		if (hub_set_interest(h->programs, entry->fd, entry,
			&entry->known, entry->wanted) < 0)
			return error_sys(err, FAULT_IO, "cannot be watched");
	}
	return 0;
}

void hub_watch_mark(struct hub *h, struct client *c)
{
	struct hub_watch *watch = c->shuttle_watch;

	if (watch->is_ready)
		return;
	watch->is_ready = true;
	watch->next_ready = h->ready;
	h->ready = watch;
}

void hub_watch_collect(struct hub *h)
{
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(h->programs, events, EVENTS_AT_ONCE, 0);

	for (int i = 0; i < count; i++) {
		struct hub_watched_fd *entry = events[i].data.ptr;
		entry->came = events[i].events;
		hub_watch_mark(h, entry->watch->client);
	}
}

struct client *hub_watch_take(struct hub *h)
{
	struct hub_watch *watch = h->ready;

	if (!watch)
		return NULL;
	h->ready = watch->next_ready;
	watch->is_ready = false;
	for (size_t i = 0; i < watch->waiting.count; i++) {
		struct pollfd *slot = &watch->waiting.fds[i];
		uint32_t told = (uint32_t)slot->events | EPOLLERR | EPOLLHUP;
		slot->revents =
		    slot->fd < 0
			? 0
			: (short)(entry_for(watch, slot->fd)->came & told);
	}
	return watch->client;
}
