/* SPDX-License-Identifier: MIT */
/* A server in the loop: its limits of time, and how it ends. */
#include "relay/server.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "relay/goal.h"
#include "relay/leftover.h"
#include "relay/server-private.h"

void server_wake(void *server)
{
	loop_wake(&((struct server *)server)->pollable);
}

uint64_t server_count(const struct server *s)
{
	return s->accepted - s->turned_away;
}

static size_t unwritten(const struct server *s)
{
	return s->opts.unwritten ? s->opts.unwritten(s->opts.context) : 0;
}

/* Time */

/* Whether there is still something that a deadline can end. */
static bool has_work(const struct server *s)
{
	return s->active > 0 || !s->door.is_shut || unwritten(s) > 0;
}

/* The session of a single client keeps the limit of the run itself, since it
 * tells how many bytes have moved. */
static bool keeps_deadline(const struct server *s)
{
	return !(s->is_single && s->clients && s->clients->has_session &&
		 s->clients->session.phase < SESSION_OVER);
}

/* Until when the only client has to come. */
static int64_t arrival_deadline(const struct server *s)
{
	return s->is_single && server_count(s) == 0 && !s->door.is_shut
	           ? s->first_by
	           : CLOCK_NEVER;
}

static int64_t next_deadline(const struct server *s)
{
	int64_t next = arrival_deadline(s);

	if (has_work(s) && keeps_deadline(s))
		next = clock_earlier(next, s->opts.rules.deadline);
	if (!s->time_is_over || (unwritten(s) > 0 && !s->clients))
		next = clock_earlier(next, s->rules.enough_at);
	if (s->is_draining && has_work(s))
		next = clock_earlier(next, s->drain_deadline);
	return next;
}

static void fail_late(struct server *s, const char *what, int64_t limit_us)
{
	struct error err = ERROR_NONE;
	char limit[TEXT_MEASURE];

	error_set(&err, FAULT_TIMEOUT, "%s within %s", what,
	    text_duration(limit, limit_us));
	server_fail(s, &err);
}

static void end_drain(struct server *s)
{
	struct error err = ERROR_NONE;

	if (s->opts.drain_ends_well) {
		s->is_over = true;
		return;
	}
	if (s->active > 0 || !s->door.is_shut)
		error_set(&err, FAULT_TIMEOUT,
		    "%zu connections had not ended in time", s->active);
	else
		error_set(&err, FAULT_TIMEOUT,
		    "the output had not taken all bytes in time");
	server_fail(s, &err);
}

static void fail_arrival(struct server *s, int64_t limit_us)
{
	char bound[ADDRESS_TEXT], what[ADDRESS_TEXT + 32];

	snprintf(what, sizeof(what), "no client came to %s",
	    address_text(
		bound, &listener_addresses(s->opts.listener)->items[0]));
	fail_late(s, what, limit_us);
}

/* The time of the run is over. */
static void fail_run(struct server *s)
{
	int64_t limit = s->opts.rules.timeout_us;

	if (s->is_single && server_count(s) == 0)
		fail_arrival(s, limit);
	else if (s->is_single && s->clients && s->clients->program)
		fail_late(s, "the program had not ended", limit);
	else
		fail_late(s, "not done", limit);
}

static void check_deadlines(struct server *s)
{
	int64_t now = clock_now();

	if (now >= arrival_deadline(s))
		fail_arrival(s, s->opts.arrival_us);
	else if (now >= s->opts.rules.deadline && has_work(s) &&
		 keeps_deadline(s))
		fail_run(s);
	else if (s->is_draining && now >= s->drain_deadline && has_work(s))
		end_drain(s);
}

/* Ends */

void server_fail(struct server *s, const struct error *cause)
{
	if (s->troubles.failure.kind == FAULT_NONE)
		s->troubles.failure = *cause;
	s->is_over = s->has_failed = true;
	loop_wake(&s->pollable);
}

static bool has_enough(const struct server *s)
{
	return (s->rules.goal && s->rules.goal->is_reached) ||
	       clock_now() >= s->rules.enough_at;
}

/* One client has reached the goal, or the time is over: no more clients are
 * served. What has come is still written. */
static void stop(struct server *s)
{
	bool time_is_over = clock_now() >= s->rules.enough_at;

	if (s->has_stopped && s->time_is_over == time_is_over)
		return;
	s->has_stopped = true;
	s->time_is_over = time_is_over;
	server_door_shut(s);
	server_cut_off_arriving(s);
	if (time_is_over)
		server_stop_programs(s);
	server_wake_sessions(s);
}

static void check_end(struct server *s)
{
	if (!s->door.is_shut || s->clients)
		return;
	if (unwritten(s) == 0) {
		s->is_over = true;
	} else if (clock_now() >= s->rules.enough_at) {
		if (s->troubles.failure.kind == FAULT_NONE)
			leftover_check(unwritten(s), &s->troubles.failure);
		s->is_over = true;
	}
}

/* In the loop */

static int64_t server_prepare(struct pollable *p, struct waiting *w)
{
	struct server *s = (struct server *)p;

	int64_t opens = server_door_prepare(s, w);
	return s->is_over || s->changed.first
	           ? 0
	           : clock_earlier(opens, next_deadline(s));
}

static bool has_come(const struct waiting *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (waiting_result(w, i))
			return true;
	return false;
}

static bool server_service(struct pollable *p, const struct waiting *w)
{
	struct server *s = (struct server *)p;

	server_settle(s);
	if (!s->is_over && (s->is_draining || has_come(w)))
		server_door_serve(s);
	if (!s->is_over && has_enough(s))
		stop(s);
	check_end(s);
	if (!s->is_over)
		check_deadlines(s);
	if (!s->is_over)
		return true;
	server_cut_off_all(s);
	server_senders_close(s);
	s->opts.ended(s->opts.context);
	return false;
}

/* The session of a single client reports itself. */
static void server_report(struct pollable *p)
{
	const struct server *s = (const struct server *)p;

	bool is_reported = s->clients && s->clients->has_session &&
	                   s->clients->session.phase <= SESSION_OPEN;

	if (s->is_single && server_count(s) == 0 && !s->door.is_shut)
		tap_tell(
		    s->rules.tap, &(struct tap_event){
				      .kind = TAP_WAITING,
				      .listening.addresses =
					  listener_addresses(s->opts.listener),
				  });
	else if (!s->is_single || !is_reported)
		tap_tell(
		    s->rules.tap, &(struct tap_event){
				      .kind = TAP_CLIENTS,
				      .clients = { s->active, server_count(s) },
				  });
}

static void server_cannot_wait(struct pollable *p, const struct error *cause)
{
	server_fail((struct server *)p, cause);
}

static const struct pollable_ops server_ops = {
	.prepare = server_prepare,
	.service = server_service,
	.report = server_report,
	.cannot_wait = "cannot wait for clients",
	.fail = server_cannot_wait,
};

/* Life */

struct server *server_new(const struct server_opts *opts, struct loop *loop)
{
	struct server *s = xmalloc(sizeof(*s));

	*s = (struct server){
		.pollable.ops = &server_ops,
		.opts = *opts,
		.rules = opts->rules,
		.loop = loop,
		.is_single = opts->max_accepted == 1,
		.first_by = clock_after(opts->arrival_us),
		.drain_deadline = CLOCK_NEVER,
		.door.is_shut = !opts->listener,
	};
	s->rules.enough_at =
	    s->is_single ? CLOCK_NEVER : clock_after(opts->for_us);
	if (!s->is_single)
		s->rules.deadline = CLOCK_NEVER; /* the server keeps it */
	if (s->rules.goal) {
		s->rules.goal->reached = server_wake;
		s->rules.goal->context = s;
	}
	loop_add(loop, &s->pollable);
	server_senders_open(s);
	return s;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	server_cut_off_all(s);
	server_senders_close(s);
	loop_remove(&s->pollable);
	server_tell_left_out(s);
	free(s);
}

void server_drain(struct server *s, int64_t deadline)
{
	if (s->is_draining)
		return;
	s->is_draining = true;
	s->is_over = s->has_failed;
	s->drain_deadline = deadline;
	server_door_begin_drain(s);
	server_wake_sessions(s);
	loop_wake(&s->pollable);
}

bool server_has_one_client(const struct server *s)
{
	return s->is_single;
}

bool server_has_served(const struct server *s)
{
	return server_count(s) > 0;
}

bool server_has_failed(const struct server *s)
{
	return s->has_failed;
}
