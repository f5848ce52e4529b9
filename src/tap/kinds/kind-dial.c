/* SPDX-License-Identifier: MIT */
/* Looking up, dialling, and asking proxies. */
#include <string.h>

#include "tap/kinds/kind-private.h"

static void say_lookup(char *line, const struct tap_event *e)
{
	SAY(line, "resolve: %s", e->text);
}

static void add_lookup(struct event_object *o, const struct tap_event *e)
{
	json_bytes(o->out, "name", e->text, strlen(e->text));
}

static void say_resolved(char *line, const struct tap_event *e)
{
	size_t count = e->resolved.addresses->count;

	SAY(line, "resolve: %zu address%s in %s: ", count,
	    count == 1 ? "" : "es", DURATION(e->resolved.took_us));
	kind_say_addresses(line, e->resolved.addresses, address_host);
}

static void add_resolved(struct event_object *o, const struct tap_event *e)
{
	const char *name = e->resolved.name, *other = e->resolved.canonical;

	if (name)
		json_bytes(o->out, "name", name, strlen(name));
	if (other)
		json_bytes(o->out, "canonical", other, strlen(other));
	event_parts_addresses(o->out, e->resolved.addresses);
	json_seconds(o->out, "took", e->resolved.took_us);
}

static void say_attempt(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	SAY(line, "try %u:   %s%s", a->number, ADDRESS(a->remote),
	    a->is_impatient ? " (no answer yet from the one before)" : "");
}

static void say_attempt_failed(char *line, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	SAY(line, "try %u:   %s: %s after %s", a->number, ADDRESS(a->remote),
	    a->cause->text, DURATION(a->took_us));
}

static void add_attempt(struct event_object *o, const struct tap_event *e)
{
	const struct tap_attempt *a = &e->attempt;

	json_number(o->out, "number", a->number);
	if (a->remote)
		event_parts_address(o->out, "remote", a->remote);
	if (e->kind == TAP_ATTEMPT) {
		json_flag(o->out, "impatient", a->is_impatient);
		return;
	}
	json_seconds(o->out, "took", a->took_us);
	event_json_cause(o, a->cause);
}

static void say_retry(char *line, const struct tap_event *e)
{
	SAY(line, "retry:   %s; trying again in %s", e->retry.cause->text,
	    DURATION(e->retry.pause_us));
}

static void add_retry(struct event_object *o, const struct tap_event *e)
{
	json_seconds(o->out, "pause", e->retry.pause_us);
	event_json_cause(o, e->retry.cause);
}

static void say_proxy_asked(char *line, const struct tap_event *e)
{
	SAY(line, "proxy:   asking %s for %s", e->proxied.proxy,
	    e->proxied.target);
}

static void say_proxied(char *line, const struct tap_event *e)
{
	SAY(line, "proxied to %s by %s in %s", e->proxied.target,
	    e->proxied.proxy, DURATION(e->proxied.took_us));
}

static void add_proxied(struct event_object *o, const struct tap_event *e)
{
	const struct tap_proxied *p = &e->proxied;

	json_bytes(o->out, "proxy", p->proxy, strlen(p->proxy));
	json_bytes(o->out, "target", p->target, strlen(p->target));
	if (e->kind == TAP_PROXIED)
		json_seconds(o->out, "took", p->took_us);
}

/* clang-format off */
const struct kind kind_lookup = { "lookup", add_lookup, 2, say_lookup };
const struct kind kind_resolved = { "resolved", add_resolved, 2, say_resolved };
const struct kind kind_attempt = { "attempt", add_attempt, 2, say_attempt };
const struct kind kind_attempt_failed = { "attempt_failed", add_attempt, 2, say_attempt_failed };
const struct kind kind_retry = { "retry", add_retry, 1, say_retry };
const struct kind kind_proxy_asked = { "proxy_asked", add_proxied, 2, say_proxy_asked };
const struct kind kind_proxied = { "proxied", add_proxied, 1, say_proxied };
/* clang-format on */
