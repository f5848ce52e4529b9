/* SPDX-License-Identifier: MIT */
/* The programs that clients of a hub talk to. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/hub-private.h"
#include "relay/hub-programs.h"
#include "relay/hub-watch.h"
#include "relay/peer-program.h"
#include "relay/shuttle.h"

static void ask_epoll(struct hub *h, struct client *c, uint32_t events)
{
	struct error err = ERROR_NONE;

	if (hub_set_interest(
		h->other, c->held->read_fd, c, &c->write_interest, events) == 0)
		return;
	error_sys(
	    &err, FAULT_IO, "cannot notice when connection %d ends", c->number);
	hub_warn(h, &err);
}

/* Epoll knows a socket until the last process has closed it. */
void hub_programs_forget(struct hub *h, struct client *c)
{
	if (c->held)
		ask_epoll(h, c, 0);
}

/* Programs have to be looked after at that time. */
static void see_to(struct hub *h, int64_t when)
{
	h->next_due = clock_earlier(h->next_due, when);
}

static void kill_later(struct hub *h, struct client *c)
{
	c->kill_at = clock_after(CHILD_GRACE_US);
	see_to(h, c->kill_at);
}

static void end_soon(struct hub *h, struct client *c)
{
	child_ask_to_end(&c->program);
	kill_later(h, c);
}

static struct client *find_program(const struct hub *h, pid_t pid)
{
	struct client *c = h->clients;

	while (c && c->program.pid != pid)
		c = c->next;
	return c;
}

static bool is_program(const void *hub, pid_t pid)
{
	return find_program(hub, pid);
}

/* The program has ended, which had the socket itself. */
static void leave_peer(struct hub *h, struct client *c)
{
	struct orphans orphans = {
		.group = c->program.group,
		.is_program = is_program,
		.context = h,
	};

	hub_programs_forget(h, c);
	peer_program_leave(c->held, &orphans, &h->partings);
	c->held = NULL;
}

/* Nothing passes any more, and the program has ended. */
static void let_go(struct hub *h, struct client *c)
{
	bool has_heard_enough = h->opts.goal && h->opts.goal->is_reached;
	char text[64];

	/* To be killed for writing more than was wanted is no failure. */
	if (c->program_is_stopped ||
	    (has_heard_enough && c->program_status == 128 + SIGPIPE))
		c->program_status = 0;
	h->last_status = c->program_status;
	if (c->held)
		leave_peer(h, c);
	snprintf(text, sizeof(text), "its program ended with status %d",
	    c->program_status);
	if (c->is_gone && !c->failure) {
		c->failure = xmalloc(sizeof(*c->failure));
		error_set(c->failure, FAULT_RESET, "ended before its program");
	}
	if (c->failure)
		hub_lose(h, c, c->failure);
	else
		hub_close(h, c, c->program_status ? text : NULL);
}

/* The program has time to make something of what it was told, unless it is
 * the one that has taken too long. */
static void shuttle_is_over(struct hub *h, struct client *c)
{
	const struct shuttle *s = c->shuttle;

	c->in = s->inbound.bytes_read;
	c->out = s->outbound.bytes_written;
	if (s->failure.kind != FAULT_NONE) {
		c->failure = xmalloc(sizeof(*c->failure));
		*c->failure = s->failure;
	}
	if (s->failure.kind == FAULT_TIMEOUT)
		end_soon(h, c);
	hub_watch_end(h, c);
	if (shuttle_leaves_peer(s)) {
		partings_add(&h->partings, c->shuttle->remote);
		c->shuttle->remote = NULL;
	}
	if (shuttle_found_peer_gone(s))
		peer_watch_found_gone(
		    &c->watch, s->failure.kind == FAULT_RESET);
	see_to(h, c->watch.end_program_at);
	client_stop_watching(c);
	if (!c->program.pid)
		let_go(h, c);
}

static void refresh(struct hub *h, struct client *c)
{
	struct error err = ERROR_NONE;

	if (hub_watch_refresh(h, c, &err) == 0)
		return;
	c->shuttle->failure = err;
	end_soon(h, c);
	shuttle_is_over(h, c);
}

static void watch(struct hub *h, struct client *c, struct stream *local)
{
	struct shuttle_opts opts = {
		.conn = c->number,
		.is_listener = true,
		.local_is_program = true,
		.message_bytes = MOVER_MESSAGE_BYTES,
		.idle_timeout_us = h->opts.idle_timeout_us,
		.linger_us = CLOCK_NEVER,
		.timeout_us = CLOCK_NEVER,
		.deadline = CLOCK_NEVER,
		.for_us = CLOCK_NEVER,
		.goal = h->opts.goal,
	};

	c->shuttle = xmalloc(sizeof(*c->shuttle));
	shuttle_init(c->shuttle, &opts, local, c->stream, h->tap);
	c->stream = NULL;
	hub_watch_start(c);
	refresh(h, c);
}

int hub_programs_start(struct hub *h, struct client *c, struct error *err)
{
	struct peer_program program = {
		.argv = h->opts.program,
		.crlf = h->opts.crlf,
		.fd = c->stream->read_fd,
		.number = c->number,
	};

	if (h->opts.program_is_watched) {
		struct stream *local =
		    peer_program_stream(&program, &c->program, err);
		if (!local)
			return -1;
		watch(h, c, local);
		return 0;
	}
	if (peer_program_hand_over(&program, &c->program, err) < 0)
		return -1;
	c->held = c->stream;
	c->stream = NULL;
	peer_watch_begin(&c->watch, c->held->read_fd, h->tap);
	ask_epoll(h, c, c->watch.events);
	return 0;
}

void hub_programs_notice(struct hub *h, struct client *c, uint32_t events)
{
	peer_watch_note(&c->watch, events);
	ask_epoll(h, c, c->watch.events);
	see_to(h, c->watch.end_program_at);
}

int hub_programs_open(struct hub *h, struct error *err)
{
	h->next_due = CLOCK_NEVER;
	h->programs = epoll_create1(EPOLL_CLOEXEC);
	return h->programs >= 0 ? 0
	                        : error_sys(err, FAULT_IO,
				      "cannot make an epoll descriptor");
}

/* What has come to one client is enough for all. */
static bool has_news(const struct hub *h)
{
	return h->opts.goal && h->opts.goal->is_reached && !h->programs_know;
}

int64_t hub_programs_prepare(struct hub *h, struct waiting *w)
{
	h->programs_slot = waiting_add(w, h->programs, POLLIN);
	return h->ready || has_news(h) ? 0 : h->next_due;
}

static void mark_all(struct hub *h)
{
	h->programs_know = true;
	for (struct client *c = h->clients; c; c = c->next)
		if (c->shuttle_watch)
			hub_watch_mark(h, c);
}

/* Does for one client what its time has come for. */
static void check_client(struct hub *h, struct client *c, int64_t now)
{
	if (now >= c->kill_at) {
		c->program_status = child_end_by(&c->program, now);
		let_go(h, c);
		return;
	}
	if (now >= c->watch.end_program_at) {
		c->is_gone = true;
		c->watch.end_program_at = CLOCK_NEVER;
		child_ask_to_end(&c->program);
	}
	see_to(h, c->kill_at);
	see_to(h, c->watch.end_program_at);
	if (!c->shuttle_watch)
		return;
	if (now >= c->shuttle_watch->due)
		hub_watch_mark(h, c);
	else
		see_to(h, c->shuttle_watch->due);
}

static void check_due(struct hub *h)
{
	struct client *c = h->clients, *next;
	int64_t now = clock_now();

	if (now < h->next_due)
		return;
	h->next_due = CLOCK_NEVER;
	for (; c; c = next) {
		next = c->next;
		check_client(h, c, now);
	}
}

void hub_programs_serve(struct hub *h, const struct waiting *w)
{
	struct client *c;

	if (waiting_result(w, h->programs_slot))
		hub_watch_collect(h);
	if (has_news(h))
		mark_all(h);
	check_due(h);
	while ((c = hub_watch_take(h))) {
		struct pollable *p = &c->shuttle->pollable;
		if (p->ops->service(p, &c->shuttle_watch->waiting))
			refresh(h, c);
		else
			shuttle_is_over(h, c);
	}
}

/* It has CHILD_GRACE_US to end. */
static void stop_program(struct hub *h, struct client *c)
{
	if (c->kill_at != CLOCK_NEVER)
		return;
	c->program_is_stopped = true;
	end_soon(h, c);
}

void hub_programs_stop(struct hub *h)
{
	for (struct client *c = h->clients; c; c = c->next)
		stop_program(h, c);
}

void hub_programs_end(struct hub *h)
{
	int64_t deadline = clock_after(CHILD_GRACE_US);

	for (struct client *c = h->clients; c; c = c->next)
		child_ask_to_end(&c->program);
	for (struct client *c = h->clients; c; c = c->next)
		child_end_by(&c->program, deadline);
}

void hub_programs_reap(struct hub *h)
{
	int status;
	pid_t pid;

	while ((pid = child_take_ended(&status)) > 0) {
		struct client *c = find_program(h, pid);
		if (!c)
			continue;
		c->program.pid = 0;
		c->program_status = status;
		if (!c->shuttle)
			let_go(h, c);
	}
}
