/* SPDX-License-Identifier: MIT */
/* Pings: each of them, and what became of all to an address. */
#include <string.h>

#include "tap/kinds/kind-private.h"

static const char *const outcomes[TAP_PING_OUTCOMES] = {
	[TAP_PING_ANSWERED] = "answered",
	[TAP_PING_REFUSED] = "refused",
	[TAP_PING_TIMED_OUT] = "timed_out",
	[TAP_PING_FAILED] = "failed",
};

static void add_target(struct event_object *o, const char *target)
{
	json_bytes(o->out, "target", target, strlen(target));
}

/* A time that was not measured is left out. */
static void add_ping(struct event_object *o, const struct tap_event *e)
{
	const struct tap_ping *p = e->pings.one;

	add_target(o, p->target);
	json_number(o->out, "seq", (int64_t)p->number);
	json_word(o->out, "outcome", outcomes[p->outcome]);
	if (p->remote)
		event_parts_address(o->out, "remote", p->remote);
	if (p->has_time)
		json_seconds(o->out, "took", p->took_us);
	if (p->lookup_us)
		json_seconds(o->out, "lookup", p->lookup_us);
	if (p->connect_us)
		json_seconds(o->out, "connect", p->connect_us);
	if (p->tls_us)
		json_seconds(o->out, "tls", p->tls_us);
	if (p->answer_us)
		json_seconds(o->out, "answer", p->answer_us);
	if (p->rtt_us)
		json_seconds(o->out, "rtt", p->rtt_us);
	if (p->cause)
		event_json_cause(o, p->cause);
}

static void add_times(struct event_object *o, const struct tap_times *t)
{
	json_seconds(o->out, "min", t->least_us);
	json_seconds(o->out, "median", t->median_us);
	json_seconds(o->out, "p90", t->p90_us);
	json_seconds(o->out, "p99", t->p99_us);
	json_seconds(o->out, "max", t->largest_us);
}

static void add_pinged(struct event_object *o, const struct tap_event *e)
{
	const struct tap_pinged *p = e->pings.all;
	const uint64_t *of = p->outcomes;

	add_target(o, p->target);
	json_number(o->out, "sent", (int64_t)p->sent);
	json_number(o->out, "answered", (int64_t)of[TAP_PING_ANSWERED]);
	json_number(o->out, "refused", (int64_t)of[TAP_PING_REFUSED]);
	json_number(o->out, "timed_out", (int64_t)of[TAP_PING_TIMED_OUT]);
	json_number(o->out, "failed", (int64_t)of[TAP_PING_FAILED]);
	json_number(o->out, "under_way", p->is_under_way);
	if (p->times.count)
		add_times(o, &p->times);
	if (!p->kernel_times.count)
		return;
	json_open(o->out, "rtt");
	add_times(o, &p->kernel_times);
	json_close(o->out);
}

/* clang-format off */
const struct kind kind_ping = { "ping", add_ping };
const struct kind kind_pinged = { "pinged", add_pinged };
/* clang-format on */
