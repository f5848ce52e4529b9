/* SPDX-License-Identifier: MIT */
/* Which ports of a host are open: many asked at once, reported in order. */
#include "net/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/scan-method.h"
#include "sys/descriptors.h"
#include "sys/waiting.h"

/* How many ports are asked between two looks at the clock and the signals. */
#define STRETCH 512

struct scan {
	const struct scan_opts *opts;
	const struct scan_method *method;
	struct scan_seat *seats;
	size_t seat_count, taken;
	size_t next, reported; /* indexes of ports */
	unsigned char *states; /* enum scan_state, of each port */
	struct waiting waiting;
};

int scan_state_of(int sysno)
{
	switch (sysno) {
	case ECONNREFUSED:
	case ECONNRESET:
		return SCAN_CLOSED;
	case ETIMEDOUT:
		return SCAN_SILENT;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EHOSTDOWN:
	case ENOPROTOOPT:
	case EACCES:
	case EPERM:
	case EINVAL: /* a link-local address without its interface */
		return SCAN_UNREACHABLE;
	}
	return -1;
}

bool scan_met_itself(const struct scan_seat *seat)
{
	struct address local = address_local(seat->fd);

	return address_is_same(&local, &seat->address);
}

static int report_one(struct scan *s, size_t index, struct error *err)
{
	return s->opts->report(s->opts->context, s->opts->ports[index],
	    (enum scan_state)s->states[index], err);
}

/* All up to the first that is not known. Returns 0, or -1 with err filled. */
static int report(struct scan *s, struct error *err)
{
	while (s->reported < s->next && s->states[s->reported])
		if (report_one(s, s->reported++, err) < 0)
			return -1;
	return 0;
}

static void settle(struct scan *s, struct scan_seat *seat, int state)
{
	s->states[seat->index] = (unsigned char)state;
	if (seat->is_taken)
		s->taken--;
	seat->is_taken = false;
}

static void take(struct scan *s, struct scan_seat *seat)
{
	int64_t now = clock_now();

	seat->is_taken = true;
	seat->asked_at = now;
	seat->ends_at = clock_after(s->opts->port_timeout_us);
	s->taken++;
}

static int cannot_ask(const struct scan_seat *seat, struct error *err)
{
	char text[ADDRESS_TEXT];

	return error_sys(err, FAULT_IO, "cannot scan %s",
	    address_text(text, &seat->address));
}

/* Asks ports on this seat until one lets us wait. Returns how many were asked,
 * or -1 with err filled. */
static int ask_on(
    struct scan *s, struct scan_seat *seat, int budget, struct error *err)
{
	int asked = 0;

	while (!seat->is_taken && s->next < s->opts->count && asked < budget) {
		seat->index = s->next;
		seat->was_asked_again = false;
		address_set_port(&seat->address, s->opts->ports[s->next]);
		int state = s->method->begin(seat, s->opts->tap);
		/* Too little of something: go on when a port is done. */
		if (state < 0 && s->taken > 0)
			return asked;
		if (state < 0)
			return cannot_ask(seat, err);
		s->next++;
		asked++;
		if (state == SCAN_UNKNOWN)
			take(s, seat);
		else
			settle(s, seat, state);
	}
	return asked;
}

/* Returns -1 with err filled, 0 when as many are asked as can be, or 1 when
 * one should look at the clock first. */
static int ask_more(struct scan *s, struct error *err)
{
	int budget = STRETCH;

	for (size_t i = 0; i < s->seat_count && budget > 0; i++) {
		int asked = ask_on(s, &s->seats[i], budget, err);
		if (asked < 0)
			return -1;
		budget -= asked;
	}
	return report(s, err) < 0 ? -1 : budget == 0;
}

static int64_t prepare(struct scan *s)
{
	int64_t latest = s->opts->deadline;

	waiting_clear(&s->waiting);
	for (size_t i = 0; i < s->seat_count; i++) {
		const struct scan_seat *seat = &s->seats[i];
		int64_t half = seat->asked_at + s->opts->port_timeout_us / 2;
		waiting_add(&s->waiting, seat->is_taken ? seat->fd : -1,
		    s->method->events);
		if (!seat->is_taken)
			continue;
		latest = clock_earlier(latest, seat->ends_at);
		if (s->method->ask_again && !seat->was_asked_again)
			latest = clock_earlier(latest, half);
	}
	return latest;
}

/* The seat has waited for a while. Returns a state, or -1. */
static int remind(const struct scan *s, struct scan_seat *seat, int64_t now)
{
	int64_t half = seat->asked_at + s->opts->port_timeout_us / 2;

	if (now >= seat->ends_at) {
		close(seat->fd);
		seat->fd = -1;
		return SCAN_SILENT;
	}
	if (!s->method->ask_again || seat->was_asked_again || now < half)
		return SCAN_UNKNOWN;
	seat->was_asked_again = true;
	return s->method->ask_again(seat, s->opts->tap);
}

static void look_at_all(struct scan *s)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < s->seat_count; i++) {
		struct scan_seat *seat = &s->seats[i];
		int state = SCAN_UNKNOWN;
		if (!seat->is_taken)
			continue;
		if (waiting_result(&s->waiting, i))
			state = s->method->look(seat, s->opts->tap);
		if (state == SCAN_UNKNOWN)
			state = remind(s, seat, now);
		if (state != SCAN_UNKNOWN)
			settle(s, seat, state < 0 ? SCAN_UNREACHABLE : state);
	}
}

static int time_is_up(const struct scan *s, struct error *err)
{
	size_t unknown = s->opts->count;
	char host[ADDRESS_TEXT];

	for (size_t i = 0; i < s->opts->count; i++)
		if (s->states[i])
			unknown--;
	return error_set(err, FAULT_TIMEOUT,
	    "%zu of %zu ports of %s are not known: the time is up", unknown,
	    s->opts->count, address_host(host, s->opts->host));
}

static int run(struct scan *s, struct error *err)
{
	int result = ask_more(s, err);

	while (result >= 0 && s->reported < s->opts->count) {
		int64_t latest = prepare(s);
		if (result > 0)
			latest = 0; /* a look, and on */
		result = waiting_until(&s->waiting, latest, err);
		if (result < 0)
			break;
		look_at_all(s);
		result = report(s, err);
		if (result == 0 && s->reported < s->opts->count &&
		    clock_now() >= s->opts->deadline)
			return time_is_up(s, err);
		if (result == 0)
			result = ask_more(s, err);
	}
	return result < 0 ? -1 : 0;
}

/* Counts, and after an early end reports what is known behind a gap. */
static void finish(struct scan *s, size_t totals[SCAN_STATES])
{
	struct error ignored;
	int result = 0;

	for (size_t i = 0; i < SCAN_STATES; i++)
		totals[i] = 0;
	for (size_t i = 0; i < s->opts->count; i++) {
		totals[s->states[i]]++;
		if (i >= s->reported && s->states[i] && result == 0)
			result = report_one(s, i, &ignored);
	}
}

int scan_run(
    const struct scan_opts *opts, size_t totals[SCAN_STATES], struct error *err)
{
	size_t parallel =
	    opts->parallel < opts->count ? opts->parallel : opts->count;
	struct scan s = {
		.opts = opts,
		.method = opts->type == SOCK_STREAM ? &scan_tcp : &scan_udp,
		.seat_count = descriptors_allow(parallel),
		.states = xcalloc(opts->count, 1),
	};

	s.seats = xcalloc(s.seat_count, sizeof(*s.seats));
	for (size_t i = 0; i < s.seat_count; i++)
		s.seats[i] =
		    (struct scan_seat){ .fd = -1, .address = *opts->host };
	int result = run(&s, err);
	finish(&s, totals);
	for (size_t i = 0; i < s.seat_count; i++)
		if (s.seats[i].fd >= 0)
			close(s.seats[i].fd);
	waiting_free(&s.waiting);
	free(s.seats);
	free(s.states);
	return result;
}
