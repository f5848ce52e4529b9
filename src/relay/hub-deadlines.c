/* SPDX-License-Identifier: MIT */
/* What ends a hub or its clients because it has taken too long. */
#include "base/clock.h"
#include "base/text.h"
#include "relay/hub-private.h"

static int64_t idle_deadline(const struct hub *h, const struct client *c)
{
	return h->opts.idle_timeout_us == CLOCK_NEVER
	           ? CLOCK_NEVER
	           : c->last_move + h->opts.idle_timeout_us;
}

static int64_t linger_deadline(const struct hub *h, const struct client *c)
{
	return h->opts.linger_us == CLOCK_NEVER || !c->end_told || c->peer_ended
	           ? CLOCK_NEVER
	           : c->end_told + h->opts.linger_us;
}

int64_t hub_deadlines_of(const struct hub *h, const struct client *c)
{
	if (!c->stream)
		return CLOCK_NEVER; /* the shuttle has deadlines of its own */
	int64_t limit =
	    clock_earlier(idle_deadline(h, c), linger_deadline(h, c));
	return c->delivery.ask_at ? clock_earlier(limit, c->delivery.ask_at)
	                          : limit;
}

static void end_client(struct hub *h, struct client *c, int64_t now)
{
	struct error err;
	char limit[TEXT_MEASURE];

	if (now >= idle_deadline(h, c))
		error_set(&err, FAULT_TIMEOUT,
		    "timed out: nothing moved for %s",
		    text_duration(limit, h->opts.idle_timeout_us));
	else
		error_set(&err, FAULT_TIMEOUT,
		    "timed out: the peer had not ended %s after the end of "
		    "input",
		    text_duration(limit, h->opts.linger_us));
	hub_lose(h, c, &err);
}

static void check_clients(struct hub *h, int64_t now)
{
	struct client *c = h->clients, *next;

	h->next_client_check = CLOCK_NEVER;
	for (; c; c = next) {
		next = c->next;
		int64_t deadline = hub_deadlines_of(h, c);
		if (now < deadline)
			h->next_client_check =
			    clock_earlier(h->next_client_check, deadline);
		else if (now < idle_deadline(h, c) &&
			 now < linger_deadline(h, c))
			hub_finish(h, c);
		else
			end_client(h, c, now);
	}
}

/* Without any client yet, this is about the first. */
static bool has_not_come(const struct hub *h)
{
	return h->opts.max_accepted == 1 && h->accepted == 0 &&
	       !h->door.is_shut && h->opts.idle_timeout_us != CLOCK_NEVER;
}

static void fail_late(struct hub *h, const char *what, int64_t limit_us)
{
	struct error err;
	char limit[TEXT_MEASURE];

	error_set(&err, FAULT_TIMEOUT, "%s within %s", what,
	    text_duration(limit, limit_us));
	hub_fail(h, &err);
}

/* Whether a deadline would find something that it ends. */
static bool has_work(const struct hub *h)
{
	return h->client_count > 0 || !h->door.is_shut ||
	       sink_has_pending(h->opts.sink);
}

int64_t hub_deadlines_next(const struct hub *h)
{
	int64_t next = h->next_client_check;

	if (has_work(h))
		next = clock_earlier(next, h->opts.deadline);
	if (!h->time_is_over)
		next = clock_earlier(next, h->enough_at);
	if (h->door.paused_until > clock_now())
		next = clock_earlier(next, h->door.paused_until);
	if (h->is_draining && has_work(h))
		next = clock_earlier(next, h->drain_deadline);
	return next;
}

static void fail_drain(struct hub *h)
{
	struct error err;

	if (h->client_count > 0 || !h->door.is_shut)
		error_set(&err, FAULT_TIMEOUT,
		    "%zu connections had not ended in time", h->client_count);
	else
		error_set(&err, FAULT_TIMEOUT,
		    "the output had not taken all bytes in time");
	hub_fail(h, &err);
}

void hub_deadlines_check(struct hub *h)
{
	int64_t now = clock_now();

	if (now >= h->next_client_check && has_not_come(h))
		fail_late(h, "no client came", h->opts.idle_timeout_us);
	if (now >= h->next_client_check)
		check_clients(h, now);
	if (now >= h->opts.deadline && has_work(h)) {
		fail_late(h, "not done", h->opts.timeout_us);
	} else if (h->is_draining && now >= h->drain_deadline && has_work(h)) {
		fail_drain(h);
	}
}
