/* SPDX-License-Identifier: MIT */
/* Many clients in one process. */
#include "relay/hub.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "relay/hub-input.h"
#include "relay/hub-memory.h"
#include "relay/hub-private.h"
#include "relay/hub-programs.h"
#include "relay/leftover.h"

/* How many events are dealt with before the others get their turn. */
#define EVENTS_AT_ONCE 256

/* What epoll is asked for */

int hub_set_interest(
    int epoll, int fd, void *who, uint32_t *known, uint32_t wanted)
{
	struct epoll_event event = { .events = wanted, .data.ptr = who };
	int action = !wanted   ? EPOLL_CTL_DEL
	             : !*known ? EPOLL_CTL_ADD
	                       : EPOLL_CTL_MOD;

	if (*known == wanted)
		return 0;
	/* There is nothing to be done about one that cannot be taken out. */
	if (epoll_ctl(epoll, action, fd, &event) < 0 && wanted)
		return -1;
	*known = wanted;
	return 0;
}

/* Clients */

/* Whether what clients send can be kept or written. */
static bool may_read_clients(const struct hub *h)
{
	return !sink_is_full(h->opts.sink) && !hub_memory_is_short(h);
}

static void serve_reading(struct hub *h)
{
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(h->reading, events, EVENTS_AT_ONCE, 0);

	for (int i = 0; i < count && !h->is_over; i++)
		if (may_read_clients(h))
			hub_read_client(h, events[i].data.ptr);
}

static void serve_other(struct hub *h)
{
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(h->other, events, EVENTS_AT_ONCE, 0);

	for (int i = 0; i < count && !h->is_over; i++) {
		struct client *c = events[i].data.ptr;
		if (events[i].data.ptr == h)
			hub_door_serve(h);
		else if (c->held)
			hub_programs_notice(h, c, events[i].events);
		else
			hub_write_client(h, c, events[i].events);
	}
}

/* The ends */

static bool has_enough(const struct hub *h)
{
	return (h->opts.goal && h->opts.goal->is_reached) ||
	       clock_now() >= h->enough_at;
}

/* The time of --for is over: it is not stretched for an output that nobody
 * reads. */
static void leave_unwritten(struct hub *h)
{
	struct error err = ERROR_NONE;

	if (sink_flush(h->opts.sink, &err) < 0)
		hub_fail(h, &err);
	leftover_tell(h->tap, 0, sink_give_up(h->opts.sink));
}

/* It is enough: nobody else is served, and what came is still written. */
static void leave(struct hub *h)
{
	hub_door_shut(h);
	h->time_is_over = clock_now() >= h->enough_at;
	if (h->opts.program && h->time_is_over)
		hub_programs_stop(h);
	if (h->opts.program)
		return; /* they are told, and end by themselves */
	for (struct client *c = h->clients, *next; c; c = next) {
		next = c->next;
		bool is_answered = h->opts.sink->kind == SINK_ECHO;
		if (is_answered && client_queued(c) > 0 && !h->time_is_over)
			hub_update(h, c);
		else
			hub_part(h, c);
	}
	if (h->time_is_over)
		leave_unwritten(h);
}

static void serve_output(struct hub *h, const struct waiting *w)
{
	struct error err = ERROR_NONE;
	short result =
	    h->opts.sink->output ? waiting_result(w, h->output_slot) : 0;

	if (result & (POLLERR | POLLHUP | POLLNVAL)) {
		error_signal(&err, SIGPIPE);
		hub_fail(h, &err);
	} else if (sink_flush(h->opts.sink, &err) < 0) {
		hub_fail(h, &err);
	}
}

static int64_t hub_prepare(struct pollable *p, struct waiting *w)
{
	struct hub *h = (struct hub *)p;
	struct stream *output = h->opts.sink->output;
	bool reads = hub_input_is_wanted(h);
	int64_t latest = hub_deadlines_next(h);

	latest = clock_earlier(latest,
	    h->partings.pollable.ops->prepare(&h->partings.pollable, w));
	hub_door_update(h);
	waiting_add(w, may_read_clients(h) ? h->reading : -1, POLLIN);
	waiting_add(w, h->other, POLLIN);
	h->input_slot = waiting_add(w, reads ? h->opts.input->read_fd : -1,
	    reads ? h->opts.input->read_events : 0);
	/* Even an idle output is watched: its reader may leave. */
	h->output_slot = waiting_add(w, output ? output->write_fd : -1,
	    sink_has_pending(h->opts.sink) ? POLLOUT : 0);
	if (h->is_over || (reads && stream_is_pending(h->opts.input)))
		return 0;
	if (h->opts.program)
		latest = clock_earlier(latest, hub_programs_prepare(h, w));
	return latest;
}

static bool hub_service(struct pollable *p, const struct waiting *w)
{
	struct hub *h = (struct hub *)p;

	if (h->opts.program) {
		hub_programs_serve(h, w);
		hub_programs_reap(h);
	}
	if (may_read_clients(h))
		serve_reading(h);
	serve_other(h);
	if (h->is_draining)
		hub_door_serve(h);
	if (hub_input_is_wanted(h) && (waiting_result(w, h->input_slot) ||
					  stream_is_pending(h->opts.input)))
		hub_input_read(h);
	serve_output(h, w);
	h->partings.pollable.ops->service(&h->partings.pollable, w);
	hub_memory_check(h);
	hub_deadlines_check(h);
	if (has_enough(h))
		leave(h);
	if (h->door.is_shut && h->client_count == 0 &&
	    !sink_has_pending(h->opts.sink) && h->partings.count == 0)
		h->is_over = true;
	return !h->is_over;
}

static void hub_report(struct pollable *p)
{
	struct hub *h = (struct hub *)p;
	char text[96];

	snprintf(text, sizeof(text),
	    "progress: %zu connections now, %llu in all", h->client_count,
	    (unsigned long long)h->accepted);
	tap_tell(
	    h->tap, &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

static void hub_cannot_wait(struct pollable *p, const struct error *cause)
{
	hub_fail((struct hub *)p, cause);
}

static const struct pollable_ops hub_ops = {
	.prepare = hub_prepare,
	.service = hub_service,
	.report = hub_report,
	.fail = hub_cannot_wait,
	.has_children = true,
};

struct pollable *hub_pollable(struct hub *h)
{
	return &h->pollable;
}

struct hub *hub_new(
    const struct hub_opts *opts, struct tap *tap, struct error *err)
{
	/* Zeros that are never written cost nothing: most of the buffer. */
	struct hub *h = xcalloc(1, sizeof(*h));

	h->pollable.ops = &hub_ops;
	h->opts = *opts;
	h->broadcast.bytes.total = opts->kept;
	h->tap = tap;
	h->reading = epoll_create1(EPOLL_CLOEXEC);
	h->other = epoll_create1(EPOLL_CLOEXEC);
	h->next_client_check = clock_after(opts->idle_timeout_us);
	h->drain_deadline = CLOCK_NEVER;
	partings_init(&h->partings, &h->pollable);
	h->enough_at =
	    opts->max_accepted == 1 ? CLOCK_NEVER : clock_after(opts->for_us);
	h->programs = -1;
	int result =
	    h->reading >= 0 && h->other >= 0
		? hub_door_open(h, err)
		: error_sys(err, FAULT_IO, "cannot make an epoll descriptor");
	if (result == 0 && opts->program)
		result = hub_programs_open(h, err);
	if (result == 0)
		return h;
	hub_free(h);
	return NULL;
}

void hub_free(struct hub *h)
{
	if (!h)
		return;
	hub_programs_end(h);
	while (h->clients)
		hub_cut_off(h, h->clients);
	partings_free(&h->partings);
	broadcast_free(&h->broadcast);
	if (h->reading >= 0)
		close(h->reading);
	if (h->other >= 0)
		close(h->other);
	if (h->programs >= 0)
		close(h->programs);
	hub_tell_left_out(h);
	free(h);
}

bool hub_has_served(const struct hub *h)
{
	return h->accepted > 0;
}

bool hub_has_failed(const struct hub *h)
{
	return h->has_failed;
}
