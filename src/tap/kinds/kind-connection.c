/* SPDX-License-Identifier: MIT */
/* Connections that begin, and clients that are rejected. */
#include <string.h>

#include "tap/kinds/kind-private.h"

#define PEER(c)                                                                \
	credentials_or_address((char[ADDRESS_TEXT]){ 0 },                      \
	    (c)->is_dialled ? NULL : (c)->peer, (c)->remote)

static void add_beginning(struct event_object *o, const struct tap_event *e)
{
	kind_add_connection(o->out, e->connection);
	if (e->connection->proxy)
		event_parts_address(o->out, "proxy", e->connection->proxy);
	if (e->kind == TAP_CONNECTED)
		json_seconds(o->out, "took", e->took_us);
}

static void say_connected(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	SAY(line, "connected to %s%s%s%s%s%s in %s", ADDRESS(c->remote),
	    c->peer ? " (" : "", c->peer ? OWNER(c->peer) : "",
	    c->peer ? ")" : "", c->local ? " from " : "",
	    c->local ? ADDRESS(c->local) : "", DURATION(e->took_us));
}

static void say_accepted(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection;

	SAY(line, "connection %u from %s to %s", c->id ? c->id : 1, PEER(c),
	    ADDRESS(c->local));
	if (c->proxy)
		SAY(line, ", as the proxy %s says", ADDRESS(c->proxy));
}

/* As in a URL, an IPv6 address stands between brackets. */
static void say_requested(char *line, const struct tap_event *e)
{
	const struct tap_requested *r = &e->requested;

	SAY(line,
	    strchr(r->host, ':') ? "client:  asks for [%s]:%u by %s"
				 : "client:  asks for %s:%u by %s",
	    r->host, r->port, r->protocol);
}

static void add_requested(struct event_object *o, const struct tap_event *e)
{
	json_word(o->out, "protocol", e->requested.protocol);
	json_text(o->out, "host", e->requested.host);
	json_number(o->out, "port", e->requested.port);
}

/* An end that is no socket has no address. */
static void say_joined(char *line, const struct tap_event *e)
{
	const struct tap_connection *c = e->connection, *t = e->joined.target;

	SAY(line, "relaying %s to %s%s%s in %s",
	    c->remote->len ? PEER(c) : "this host",
	    t->remote ? ADDRESS(t->remote) : "this host",
	    t->local ? " from " : "", t->local ? ADDRESS(t->local) : "",
	    DURATION(e->joined.took_us));
}

static void add_joined(struct event_object *o, const struct tap_event *e)
{
	kind_add_connection(o->out, e->connection);
	kind_add_target(o->out, e->joined.target);
	json_seconds(o->out, "took", e->joined.took_us);
}

/* For the user at the terminal. */
static void say_greeted(char *line, const struct tap_event *e)
{
	SAY(line, "%s %s%s",
	    e->connection->is_dialled ? "connected to" : "connection from",
	    PEER(e->connection),
	    e->greeted.has_keys ? " (Ctrl-D: end of input, Ctrl-C: quit)" : "");
}

/* clang-format off */
static const struct kind_code rejections[] = {
	[TAP_DENIED] = { "denied", "its address is denied" },
	[TAP_NOT_ALLOWED] = { "not-allowed", "its address is not allowed" },
	[TAP_REFLECTING] = { "reflecting", "its address is genet's own, or its port one that answers by itself (0, 7, 13, 17, 19)" },
};
/* clang-format on */

static void say_rejected(char *line, const struct tap_event *e)
{
	SAY(line, "rejected %s: %s", ADDRESS(e->connection->remote),
	    rejections[e->rejected].words);
}

static void add_rejected(struct event_object *o, const struct tap_event *e)
{
	kind_add_connection(o->out, e->connection);
	json_word(o->out, "reason", rejections[e->rejected].name);
}

/* clang-format off */
const struct kind kind_connected = { "connected", add_beginning, 1, say_connected };
const struct kind kind_accepted = { "accepted", add_beginning, 1, say_accepted };
const struct kind kind_requested = { "requested", add_requested, 1, say_requested };
const struct kind kind_joined = { "joined", add_joined, 1, say_joined };
const struct kind kind_greeted = { NULL, NULL, 0, say_greeted };
const struct kind kind_rejected = { "rejected", add_rejected, 1, say_rejected };
/* clang-format on */
