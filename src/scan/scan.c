/* SPDX-License-Identifier: MIT */
/* Which ports of a host are open: many are asked at once, and reported in
 * order. */
#include "scan/scan.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "scan/scan-method.h"
#include "sys/poller.h"
#include "sys/process/descriptors.h"
#include "sys/signals.h"

/* How many ports are asked before the clock and signals are checked. */
#define STRETCH 512

struct scan {
	const struct scan_opts *opts;
	const struct scan_method *method;
	struct scan_seat *seats;
	size_t seat_count;

	/* Seats that are free; those that wait and will ask again; and those
	 * that wait for the end of their time. All wait for the same time, so
	 * the first of a queue is the first to be due. */
	struct list idle, fresh, late;

	struct poller poller;     /* of the sockets of those that wait */
	struct scan_seat **by_fd; /* whose socket that is, if it is watched */
	size_t fds;

	size_t next[SCAN_HOSTS], reported;   /* indexes of ports */
	unsigned char (*states)[SCAN_HOSTS]; /* enum scan_state */
};

/* Moves the seat to the end of a queue. */
static void enqueue(struct scan_seat *seat, struct list *queue)
{
	if (seat->queue)
		list_remove(seat->queue, &seat->link);
	seat->queue = queue;
	list_append(queue, &seat->link);
}

/* The seat at the front; NULL: the queue is empty. */
static struct scan_seat *first_of(const struct list *queue)
{
	return queue->first ? LIST_OWNER(queue->first, struct scan_seat, link)
	                    : NULL;
}

static bool is_known(const struct scan *s, size_t port)
{
	for (size_t host = 0; host < s->opts->host_count; host++)
		if (!s->states[port][host])
			return false;
	return true;
}

static int report_one(struct scan *s, size_t port, struct error *err)
{
	enum scan_state states[SCAN_HOSTS];

	for (size_t host = 0; host < SCAN_HOSTS; host++)
		states[host] = (enum scan_state)s->states[port][host];
	return s->opts->report(
	    s->opts->context, s->opts->ports[port], states, err);
}

/* Reports all ports up to the first that is not known. Returns 0, or -1 with
 * err filled. */
static int report(struct scan *s, struct error *err)
{
	while (s->reported < s->opts->count && is_known(s, s->reported))
		if (report_one(s, s->reported++, err) < 0)
			return -1;
	return 0;
}

/* The port is known. A seat that has a socket is the first to be used again. */
static void settle(struct scan *s, struct scan_seat *seat, int state)
{
	s->states[seat->port][seat->host] =
	    (unsigned char)(state < 0 ? SCAN_UNREACHABLE : state);
	enqueue(seat, &s->idle);
	if (seat->fd < 0)
		return;
	list_remove(&s->idle, &seat->link);
	list_insert(&s->idle, &s->idle.first, &seat->link);
}

static int cannot_scan(const struct scan_seat *seat, struct error *err)
{
	char text[ADDRESS_TEXT];

	return error_sys(err, FAULT_IO, "cannot scan %s",
	    address_text(text, &seat->address));
}

/* Adds the socket to the poller until it is closed. Returns 0, or -1 with err
 * filled. */
static int watch(struct scan *s, struct scan_seat *seat, struct error *err)
{
	size_t fd = (size_t)seat->fd;

	if (seat->is_watched)
		return 0;
	if (poller_change(&s->poller, seat->fd, POLLER_OUT,
		s->method->events | POLLER_EDGE) < 0)
		return cannot_scan(seat, err);
	if (fd >= s->fds) {
		s->fds = 2 * fd;
		s->by_fd = xreallocarray(s->by_fd, s->fds, sizeof(*s->by_fd));
	}
	s->by_fd[fd] = seat;
	seat->is_watched = true;
	return 0;
}

/* Begins to wait for an answer. Returns 0, or -1 with err filled. */
static int wait_for(struct scan *s, struct scan_seat *seat, struct error *err)
{
	int64_t limit = s->opts->port_timeout_us;

	seat->was_asked_again = false;
	seat->remind_at = clock_after(limit / 2);
	seat->ends_at = clock_after(limit);
	enqueue(seat, s->method->ask_again ? &s->fresh : &s->late);
	return watch(s, seat, err);
}

static void move_to_host(struct scan *s, struct scan_seat *seat, size_t host)
{
	scan_seat_close(seat, s->opts->tap);
	seat->host = host;
	seat->address = s->opts->hosts[host];
}

/* Assigns the next port to the seat: of the same host, for which its socket is,
 * if one is left. Returns false if all ports were asked. */
static bool assign(struct scan *s, struct scan_seat *seat)
{
	size_t hosts = s->opts->host_count;

	for (size_t i = 0; i < hosts; i++) {
		size_t host = (seat->host + i) % hosts;
		if (s->next[host] == s->opts->count)
			continue;
		if (i > 0)
			move_to_host(s, seat, host);
		seat->port = s->next[host];
		seat->was_asked_again = false;
		address_set_port(&seat->address, s->opts->ports[seat->port]);
		return true;
	}
	return false;
}

/* Whether a host is ahead of another one: a port is reported when it is known
 * of all hosts. */
static bool is_ahead(const struct scan *s, size_t host)
{
	for (size_t i = 0; i < s->opts->host_count; i++)
		if (s->next[host] > s->next[i] + STRETCH)
			return true;
	return false;
}

/* Returns 1 if a port was asked, 0 if none can be now, or -1 with err filled.
 */
static int ask_one(struct scan *s, struct scan_seat *seat, struct error *err)
{
	if (!assign(s, seat))
		return 0;
	int state = s->method->begin(seat, s->opts->tap);
	/* Too few descriptors, for instance: continue when a port is done. */
	if (state < 0 && (s->fresh.first || s->late.first))
		return 0;
	if (state < 0)
		return cannot_scan(seat, err);
	s->next[seat->host]++;
	if (state == SCAN_UNKNOWN)
		return wait_for(s, seat, err) < 0 ? -1 : 1;
	settle(s, seat, state);
	if (is_ahead(s, seat->host))
		enqueue(seat, &s->idle);
	return 1;
}

/* Asks ports. Returns 0 when no more can be asked now, 1 when the clock should
 * be checked first, or -1 with err filled. */
static int ask_more(struct scan *s, struct error *err)
{
	int budget = STRETCH, asked = 1;

	while (s->idle.first && asked > 0 && budget > 0) {
		asked = ask_one(s, first_of(&s->idle), err);
		budget--;
	}
	if (asked < 0 || report(s, err) < 0)
		return -1;
	return budget == 0;
}

/* When the wait has to end. */
static int64_t next_wake(const struct scan *s)
{
	int64_t wake = s->opts->deadline;

	if (s->fresh.first)
		wake = clock_earlier(wake, first_of(&s->fresh)->remind_at);
	if (s->late.first)
		wake = clock_earlier(wake, first_of(&s->late)->ends_at);
	return wake;
}

/* Waits for answers, but not if is_busy, and takes them. Returns 0, or -1 with
 * err filled. */
static int take_answers(struct scan *s, bool is_busy, struct error *err)
{
	struct poller_event events[POLLER_EVENTS];
	bool is_signalled;
	int count = poller_wait(
	    &s->poller, is_busy ? 0 : next_wake(s), events, &is_signalled, err);

	for (int i = 0; i < count; i++) {
		struct scan_seat *seat = s->by_fd[events[i].fd];
		if (seat->queue == &s->idle)
			continue; /* its port was known before */
		int state = s->method->look(seat, s->opts->tap);
		if (state != SCAN_UNKNOWN)
			settle(s, seat, state);
	}
	return count < 0 ? -1 : 0;
}

/* Asks the ports again that are due, and gives up those whose time is over. */
static void look_at_clock(struct scan *s)
{
	int64_t now = clock_now();
	struct scan_seat *seat;

	while ((seat = first_of(&s->fresh)) && seat->remind_at <= now) {
		seat->was_asked_again = true;
		int state = s->method->ask_again(seat, s->opts->tap);
		if (state == SCAN_UNKNOWN)
			enqueue(seat, &s->late);
		else
			settle(s, seat, state);
	}
	while ((seat = first_of(&s->late)) && seat->ends_at <= now) {
		scan_seat_close(seat, s->opts->tap);
		settle(s, seat, SCAN_SILENT);
	}
}

static size_t count_unknown(const struct scan *s)
{
	size_t unknown = 0;

	for (size_t port = 0; port < s->opts->count; port++)
		unknown += !is_known(s, port);
	return unknown;
}

static void tell_progress(const struct scan *s)
{
	char text[512];

	snprintf(text, sizeof(text),
	    "progress: %zu of %zu ports of %s are known",
	    s->opts->count - count_unknown(s), s->opts->count, s->opts->name);
	tap_tell(s->opts->tap,
	    &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

static int time_is_up(const struct scan *s, struct error *err)
{
	return error_set(err, FAULT_TIMEOUT,
	    "%zu of %zu ports of %s are not known: the time is up",
	    count_unknown(s), s->opts->count, s->opts->name);
}

static int run(struct scan *s, struct error *err)
{
	int busy = ask_more(s, err);

	while (busy >= 0 && s->reported < s->opts->count) {
		if (take_answers(s, busy, err) < 0)
			return -1;
		look_at_clock(s);
		if (signals_take_report())
			tell_progress(s);
		if (report(s, err) < 0)
			return -1;
		if (s->reported < s->opts->count &&
		    clock_now() >= s->opts->deadline)
			return time_is_up(s, err);
		busy = ask_more(s, err);
	}
	return busy < 0 ? -1 : 0;
}

/* Counts the states. After an early end, reports the remaining ports. */
static void finish(struct scan *s, struct scan_totals *totals)
{
	struct error ignored;
	int result = 0;

	*totals = (struct scan_totals){ 0 };
	for (size_t port = 0; port < s->opts->count; port++) {
		for (size_t host = 0; host < s->opts->host_count; host++)
			totals->of[host][s->states[port][host]]++;
		if (port >= s->reported && result == 0)
			result = report_one(s, port, &ignored);
	}
}

static void make_seats(struct scan *s)
{
	const struct scan_opts *opts = s->opts;
	size_t all = opts->count * opts->host_count;

	s->seat_count =
	    descriptors_allow(opts->parallel < all ? opts->parallel : all);
	s->seats = xcalloc(s->seat_count, sizeof(*s->seats));
	for (size_t i = 0; i < s->seat_count; i++) {
		size_t host = i % opts->host_count;
		s->seats[i] = (struct scan_seat){
			.fd = -1,
			.host = host,
			.address = opts->hosts[host],
		};
		enqueue(&s->seats[i], &s->idle);
	}
}

static void free_seats(struct scan *s)
{
	for (size_t i = 0; i < s->seat_count; i++)
		scan_seat_close(&s->seats[i], s->opts->tap);
	free(s->seats);
}

int scan_run(
    const struct scan_opts *opts, struct scan_totals *totals, struct error *err)
{
	struct scan s = {
		.opts = opts,
		.method = opts->type == SOCK_STREAM ? &scan_tcp : &scan_udp,
		.states = xcalloc(opts->count, sizeof(*s.states)),
	};

	make_seats(&s);
	int result = poller_open(&s.poller, err);
	if (result == 0)
		result = run(&s, err);
	finish(&s, totals);
	free_seats(&s);
	poller_close(&s.poller);
	free(s.by_fd);
	free(s.states);
	return result;
}
