/* SPDX-License-Identifier: MIT */
/* Listening. */
#include <string.h>

#include "tap/kinds/kind-private.h"

static void add_listening(struct event_object *o, const struct tap_event *e)
{
	event_parts_addresses(o->out, e->listening.addresses);
	if (e->listening.tls_pin)
		json_text(o->out, "tls_pin", e->listening.tls_pin);
}

static void add_ready(struct event_object *o, const struct tap_event *e)
{
	json_bytes(o->out, "announcement", e->text, strlen(e->text));
}

static void say_listening(char *line, const struct tap_event *e)
{
	SAY(line, "listening on ");
	kind_say_addresses(line, e->listening.addresses, address_text);
	if (e->listening.addresses->items[0].takes_both)
		SAY(line, " (all addresses)");
	if (e->listening.tls_pin)
		SAY(line, ", TLS with %s", e->listening.tls_pin);
}

static void say_waiting(char *line, const struct tap_event *e)
{
	SAY(line, "waiting for a client at ");
	kind_say_addresses(line, e->listening.addresses, address_text);
}

static void say_clients(char *line, const struct tap_event *e)
{
	SAY(line, "progress: %zu connections now, %llu in all", e->clients.now,
	    (unsigned long long)e->clients.in_all);
}

static void add_clients(struct event_object *o, const struct tap_event *e)
{
	json_number(o->out, "open", (int64_t)e->clients.now);
	json_number(o->out, "conns", (int64_t)e->clients.in_all);
}

/* clang-format off */
const struct kind kind_bound = { "listening", add_listening };
const struct kind kind_ready = { "ready", add_ready };
const struct kind kind_listening = { NULL, NULL, 1, say_listening };
const struct kind kind_announced = { NULL, NULL, KIND_ASKED_FOR, kind_say_text };
const struct kind kind_waiting = { "progress", add_listening, KIND_ASKED_FOR, say_waiting };
const struct kind kind_clients = { "progress", add_clients, KIND_ASKED_FOR, say_clients };
/* clang-format on */
