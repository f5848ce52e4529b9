/* SPDX-License-Identifier: MIT */
/* The listening sockets of a server: when to accept, and until when. */
#include <errno.h>
#include <poll.h>

#include "base/clock.h"
#include "relay/impair/impair-door.h"
#include "relay/server-clients.h"

/* How many clients are accepted in one turn of the loop. */
#define ACCEPTS_AT_ONCE 64

/* How long to wait after accept(2) has failed, unless a client frees a
 * descriptor before. */
#define STARVED_PAUSE (CLOCK_SECOND / 10)

/* How often to warn of that. */
#define STARVED_TOLD (60 * CLOCK_SECOND)

/* The most clients that a drain accepts: a backlog is no longer, so others have
 * come later. */
#define DRAIN_MOST 65536

/* How long a drain tries to accept if no client is left whose end could free a
 * descriptor or memory. */
#define DRAIN_PATIENCE CLOCK_SECOND

/* Whether max_accepted clients have come, if all of them are let in. */
static bool is_complete(const struct server *s)
{
	return s->opts.max_accepted && server_count(s) >= s->opts.max_accepted;
}

void server_check_complete(struct server *s)
{
	if (is_complete(s) && s->undecided == 0)
		server_door_shut(s);
}

/* Whether a fault leaves the next client in the backlog, and until when. */
static bool is_held(const struct server *s, int64_t *until)
{
	return impair_door_is_shut(
	    s->rules.faults, s->rules.tap, s->accepted + 1, until);
}

/* Whether clients are wanted, and in *until from when on; 0: now. */
static bool wants_clients(const struct server *s, int64_t *until)
{
	*until = 0;
	if (s->door.is_shut || s->senders || is_complete(s) ||
	    s->active >= s->opts.max_clients)
		return false;
	if (s->door.paused_until > clock_now())
		*until = s->door.paused_until;
	else if (!is_held(s, until))
		*until = 0;
	return true;
}

/* The time is looked at once: what is late for the descriptors must not be over
 * for the deadline. */
int64_t server_door_prepare(struct server *s, struct waiting *w)
{
	const int *fds;
	int64_t until;

	if (!wants_clients(s, &until))
		return CLOCK_NEVER;
	if (until)
		return until;
	fds = listener_fds(s->opts.listener);
	for (size_t i = 0; i < listener_addresses(s->opts.listener)->count; i++)
		waiting_add(w, fds[i], POLLIN);
	return CLOCK_NEVER;
}

/* Another process may have the same sockets: in the epoll set, its clients
 * would wake this process. */
void server_door_shut(struct server *s)
{
	const int *fds;

	if (s->door.is_shut)
		return;
	s->door.is_shut = true;
	if (s->senders)
		return; /* those that there are go on by the same sockets */
	fds = listener_fds(s->opts.listener);
	for (size_t i = 0; i < listener_addresses(s->opts.listener)->count; i++)
		loop_forget(&s->pollable, fds[i]);
	listener_stop(s->opts.listener);
}

/* A lack of descriptors or memory, which only the end of a client can mend. */
static bool is_shortage(int sysno)
{
	return sysno == EMFILE || sysno == ENFILE || sysno == ENOMEM ||
	       sysno == ENOBUFS;
}

static void cannot_accept(struct server *s)
{
	struct error err = ERROR_NONE;
	int64_t now = clock_now();
	int sysno = errno;
	bool may_recover = listener_may_recover(sysno);

	error_sys(&err, FAULT_IO, "cannot accept a client");
	if (!s->door.failing_since)
		s->door.failing_since = now;
	s->door.paused_until = now + STARVED_PAUSE;
	if ((s->is_draining || (s->is_single && is_shortage(sysno))) &&
	    s->active == 0 && now - s->door.failing_since >= DRAIN_PATIENCE)
		may_recover = false;
	if (!may_recover) {
		server_fail(s, &err);
	} else if (now >= s->door.next_line) {
		s->door.next_line = now + STARVED_TOLD;
		server_warn(s, &err);
	}
}

/* Returns whether the backlog is empty. */
static bool accept_some(struct server *s)
{
	int most = s->is_draining && s->door.left < ACCEPTS_AT_ONCE
	               ? s->door.left
	               : ACCEPTS_AT_ONCE;
	int64_t until;

	for (; most > 0 && wants_clients(s, &until) && !until && !s->is_over;
	     most--) {
		struct address remote;
		int fd = listener_take(s->opts.listener, &remote);
		if (fd < 0 && errno == EAGAIN)
			return true;
		if (fd < 0) {
			cannot_accept(s);
			return false;
		}
		s->door.failing_since = 0;
		s->door.left -= s->is_draining;
		server_admit(s, fd, &remote);
		server_check_complete(s);
	}
	return false;
}

void server_door_serve(struct server *s)
{
	if (s->senders)
		return;
	bool is_empty = accept_some(s);
	if (s->is_draining && (is_empty || s->door.left == 0))
		server_door_shut(s);
}

void server_door_begin_drain(struct server *s)
{
	s->door.left = DRAIN_MOST;
	if (s->senders)
		server_senders_drain(s);
	else
		server_door_serve(s);
}
