/* SPDX-License-Identifier: MIT */
/* The listening sockets of a hub: who is accepted, and until when. */
#include <errno.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "relay/hub-private.h"

/* How many are accepted before others get their turn. */
#define ACCEPTS_AT_ONCE 64

/* How long to wait before accepting again when that has failed and no client
 * has freed anything meanwhile. */
#define STARVED_PAUSE (CLOCK_SECOND / 10)

/* How often to tell of that. */
#define STARVED_TOLD (60 * CLOCK_SECOND)

/* A drain takes those who wait in the queue, which is no longer than this;
 * more are clients that came later. */
#define DRAIN_MOST 65536

/* For how long a drain tries to accept when no client is left whose end could
 * free what is missing. */
#define DRAIN_PATIENCE CLOCK_SECOND

static bool wants_clients(const struct hub *h)
{
	return !h->door.is_shut && h->client_count < h->opts.max_clients &&
	       clock_now() >= h->door.paused_until;
}

static int watch_door(struct hub *h, uint32_t wanted, struct error *err)
{
	const int *fds = listener_fds(h->opts.listener);
	size_t count = listener_addresses(h->opts.listener)->count;

	for (size_t i = 0; i < count && h->door.events != wanted; i++) {
		uint32_t known = h->door.events;
		if (hub_set_interest(h->other, fds[i], h, &known, wanted) < 0)
			return error_sys(
			    err, FAULT_IO, "cannot wait for clients");
	}
	h->door.events = wanted;
	return 0;
}

int hub_door_open(struct hub *h, struct error *err)
{
	return watch_door(h, EPOLLIN, err);
}

void hub_door_update(struct hub *h)
{
	struct error err = ERROR_NONE;

	if (!h->door.is_shut &&
	    watch_door(h, wants_clients(h) ? EPOLLIN : 0, &err) < 0)
		hub_fail(h, &err);
}

void hub_door_shut(struct hub *h)
{
	struct error none = ERROR_NONE;

	if (h->door.is_shut)
		return;
	/* Others may hold the same sockets, whose clients would wake us. */
	watch_door(h, 0, &none);
	listener_stop(h->opts.listener);
	h->door.is_shut = true;
}

static void cannot_accept(struct hub *h)
{
	struct error err = ERROR_NONE;
	int64_t now = clock_now();
	bool may_recover = listener_may_recover(errno);

	error_sys(&err, FAULT_IO, "cannot accept a client");
	if (!h->door.failing_since)
		h->door.failing_since = now;
	h->door.paused_until = now + STARVED_PAUSE;
	if (h->is_draining && h->client_count == 0 &&
	    now - h->door.failing_since >= DRAIN_PATIENCE)
		may_recover = false;
	if (!may_recover) {
		hub_fail(h, &err);
	} else if (now >= h->door.next_line) {
		h->door.next_line = now + STARVED_TOLD;
		hub_warn(h, &err);
	}
}

/* Returns whether nobody waits any more. */
static bool accept_some(struct hub *h)
{
	int most = h->is_draining && h->door.drain_left < ACCEPTS_AT_ONCE
	               ? h->door.drain_left
	               : ACCEPTS_AT_ONCE;

	for (; most > 0 && wants_clients(h) && !h->is_over; most--) {
		struct address remote;
		int fd = listener_take(h->opts.listener, &remote);
		if (fd < 0 && errno == EAGAIN)
			return true;
		if (fd < 0) {
			cannot_accept(h);
			return false;
		}
		h->door.failing_since = 0;
		h->door.drain_left -= h->is_draining;
		hub_admit(h, fd, &remote);
		if (h->opts.max_accepted && h->accepted == h->opts.max_accepted)
			hub_door_shut(h);
	}
	return false;
}

void hub_door_serve(struct hub *h)
{
	bool is_empty = accept_some(h);

	if (h->is_draining && (is_empty || h->door.drain_left == 0))
		hub_door_shut(h);
}

void hub_drain(struct hub *h, int64_t deadline)
{
	if (h->is_draining)
		return;
	h->is_draining = true;
	h->door.drain_left = DRAIN_MOST;
	h->is_over = h->has_failed;
	h->drain_deadline = deadline;
	hub_door_serve(h);
	loop_wake(&h->pollable);
}
