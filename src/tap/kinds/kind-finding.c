/* SPDX-License-Identifier: MIT */
/* What the commands that report find: probes, addresses, ports. */
#include <string.h>

#include "tap/kinds/kind-private.h"

static void say_probe(char *line, const struct tap_event *e)
{
	SAY(line, "%s: %s after %s", e->probe.target, e->probe.what,
	    DURATION(e->probe.took_us));
}

static void add_probe(struct event_object *o, const struct tap_event *e)
{
	const char *target = e->probe.target;

	json_bytes(o->out, "target", target, strlen(target));
	json_flag(o->out, "done", e->probe.is_settled);
	json_text(o->out, "text", e->probe.what);
	json_seconds(o->out, "took", e->probe.took_us);
}

static void add_address(struct event_object *o, const struct tap_event *e)
{
	const struct tap_address *a = &e->address;

	json_number(o->out, "number", a->number);
	event_parts_address(o->out, "remote", a->remote);
	json_flag(o->out, "tried", a->was_tried);
	if (!a->was_tried)
		return;
	json_flag(o->out, "connected", !a->cause);
	json_seconds(o->out, "took", a->took_us);
	if (a->cause)
		event_json_cause(o, a->cause);
}

static void add_port(struct event_object *o, const struct tap_event *e)
{
	event_parts_address(o->out, "remote", e->port.host);
	json_number(o->out, "port", e->port.number);
	json_word(o->out, "state", e->port.state);
	if (e->port.service)
		json_text(o->out, "service", e->port.service);
}

static void say_scanned(char *line, const struct tap_event *e)
{
	SAY(line, "%s", e->scanned.text);
}

static void add_scanned(struct event_object *o, const struct tap_event *e)
{
	const struct tap_scanned *s = &e->scanned;

	event_parts_address(o->out, "remote", s->host);
	json_number(o->out, "open", (int64_t)s->open);
	json_number(o->out, "closed", (int64_t)s->closed);
	json_number(o->out, "silent", (int64_t)s->silent);
	json_number(o->out, "unreachable", (int64_t)s->unreachable);
	json_number(o->out, "unknown", (int64_t)s->unknown);
	json_seconds(o->out, "took", s->took_us);
}

static void add_examined(struct event_object *o, const struct tap_event *e)
{
	json_word(o->out, "step", e->examined.step);
	json_word(o->out, "mark", e->examined.mark);
	json_text(o->out, "text", e->examined.text);
	if (e->examined.took_us >= 0)
		json_seconds(o->out, "took", e->examined.took_us);
}

static void add_concluded(struct event_object *o, const struct tap_event *e)
{
	json_flag(o->out, "answers", e->concluded.answers);
	json_word(o->out, "cause", e->concluded.cause);
	json_text(o->out, "text", e->concluded.text);
	if (e->concluded.advice)
		json_text(o->out, "advice", e->concluded.advice);
	json_flag(o->out, "aside", e->concluded.is_aside);
}

/* clang-format off */
const struct kind kind_probe = { "probe", add_probe, 1, say_probe };
const struct kind kind_address = { "address", add_address };
const struct kind kind_port = { "port", add_port };
const struct kind kind_examined = { "examined", add_examined };
const struct kind kind_concluded = { "concluded", add_concluded };
const struct kind kind_scanned = { "scanned", add_scanned, 1, say_scanned };
/* clang-format on */
