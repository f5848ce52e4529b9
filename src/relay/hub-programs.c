/* SPDX-License-Identifier: MIT */
/* The programs that clients of a hub talk to. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/hub-private.h"
#include "relay/hub-programs.h"
#include "relay/peer-program.h"
#include "relay/shuttle.h"

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
}

static void ask_epoll(struct hub *h, struct client *c, uint32_t events)
{
	hub_set_interest(
	    h->other, c->held->read_fd, c, &c->write_interest, events);
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
}

/* Epoll knows a socket until the last process has closed it. */
void hub_programs_forget(struct hub *h, struct client *c)
{
	if (c->held)
		ask_epoll(h, c, 0);
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
	if (c->held) {
		hub_programs_forget(h, c);
		peer_program_leave(c->held, &h->partings);
		c->held = NULL;
	}
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
	if (s->failure.kind == FAULT_TIMEOUT) {
		child_ask_to_end(&c->program);
		c->kill_at = clock_after(CHILD_GRACE_US);
	}
	if (shuttle_leaves_peer(s)) {
		partings_add(&h->partings, c->shuttle->remote);
		c->shuttle->remote = NULL;
	}
	if (shuttle_found_peer_gone(s))
		peer_watch_found_gone(
		    &c->watch, s->failure.kind == FAULT_RESET);
	client_stop_watching(c);
	if (!c->program.pid)
		let_go(h, c);
}

int64_t hub_programs_prepare(struct hub *h, struct waiting *w)
{
	int64_t latest = CLOCK_NEVER;

	for (struct client *c = h->clients; c; c = c->next) {
		latest = clock_earlier(latest, c->kill_at);
		latest = clock_earlier(latest, c->watch.end_program_at);
		if (!c->shuttle)
			continue;
		struct pollable *p = &c->shuttle->pollable;
		latest = clock_earlier(latest, p->ops->prepare(p, w));
	}
	return latest;
}

void hub_programs_serve(struct hub *h, const struct waiting *w)
{
	struct client *c = h->clients, *next;
	int64_t now = clock_now();

	for (; c; c = next) {
		next = c->next;
		if (now >= c->kill_at) {
			c->program_status = child_end_by(&c->program, now);
			let_go(h, c);
			continue;
		}
		if (now >= c->watch.end_program_at) {
			c->is_gone = true;
			c->watch.end_program_at = CLOCK_NEVER;
			child_ask_to_end(&c->program);
		}
		if (!c->shuttle)
			continue;
		struct pollable *p = &c->shuttle->pollable;
		if (!p->ops->service(p, w))
			shuttle_is_over(h, c);
	}
}

/* It has CHILD_GRACE_US to end. */
static void stop_program(struct client *c)
{
	if (c->kill_at != CLOCK_NEVER)
		return;
	child_ask_to_end(&c->program);
	c->program_is_stopped = true;
	c->kill_at = clock_after(CHILD_GRACE_US);
}

void hub_programs_stop(struct hub *h)
{
	for (struct client *c = h->clients; c; c = c->next)
		stop_program(c);
}

void hub_programs_end(struct hub *h)
{
	int64_t deadline = clock_after(CHILD_GRACE_US);

	for (struct client *c = h->clients; c; c = c->next)
		child_ask_to_end(&c->program);
	for (struct client *c = h->clients; c; c = c->next)
		child_end_by(&c->program, deadline);
}

static struct client *find_program(struct hub *h, pid_t pid)
{
	struct client *c = h->clients;

	while (c && c->program.pid != pid)
		c = c->next;
	return c;
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
