/* SPDX-License-Identifier: MIT */
/* Bytes: data, datagrams, urgent data, and bytes that genet peeks at. */
#include "tap/kinds/kind-private.h"

static void add_bytes(struct event_object *o, const struct tap_event *e)
{
	json_word(o->out, "direction", kind_directions[e->data.direction]);
	if (e->kind == TAP_DATA)
		json_number(o->out, "offset", (int64_t)e->data.offset);
	else
		kind_add_connection(o->out, e->connection);
	if (o->opts->data == EVENT_JSON_BYTES)
		json_payload(o->out, e->data.bytes, e->data.len);
	else
		json_number(o->out, "len", (int64_t)e->data.len);
}

static void say_datagram(char *line, const struct tap_event *e)
{
	const struct address *remote = e->connection->remote;

	SAY(line, "datagram: %s%s%s", SIZE(e->data.len), remote ? " from " : "",
	    remote ? ADDRESS(remote) : "");
}

static void say_urgent(char *line, const struct tap_event *e)
{
	const struct tap_urgent *u = &e->urgent;
	char shown[8];

	SAY(line, "urgent:  '%s' (0x%02x)",
	    text_escape(shown, sizeof(shown), &u->byte, 1), u->byte);
	if (u->has_offset)
		SAY(line, " after %llu B", (unsigned long long)u->offset);
}

static void add_urgent(struct event_object *o, const struct tap_event *e)
{
	json_number(o->out, "byte", e->urgent.byte);
	if (e->urgent.has_offset)
		json_number(o->out, "offset", (int64_t)e->urgent.offset);
}

static const struct kind_code peek_ends[] = {
	[TAP_PEEK_ENOUGH] = { "enough", "" },
	[TAP_PEEK_ENDED] = { "end", ", and no more can come" },
	[TAP_PEEK_URGENT] = { "urgent", ", and an urgent byte" },
	[TAP_PEEK_LATE] = { "time", ", and the time is over" },
};

/* Of many bytes the line shows the first. */
static void say_peeked(char *line, const struct tap_event *e)
{
	const struct tap_peeked *p = &e->peeked;
	char shown[256];

	SAY(line, "peeked:  %zu of %zu B%s", p->len, p->wanted,
	    peek_ends[p->why].words);
	if (p->len > 0)
		SAY(line, ": %s",
		    text_escape(shown, sizeof(shown), p->bytes, p->len));
}

/* The user asks for these bytes by --peek, so that no further option is needed.
 */
static void add_peeked(struct event_object *o, const struct tap_event *e)
{
	const struct tap_peeked *p = &e->peeked;

	if (o->opts->data == EVENT_JSON_NOTHING)
		json_number(o->out, "len", (int64_t)p->len);
	else
		json_payload(o->out, p->bytes, p->len);
	json_word(o->out, "reason", peek_ends[p->why].name);
}

/* clang-format off */
const struct kind kind_data = { "data", add_bytes };
const struct kind kind_datagram = { "datagram", add_bytes, 2, say_datagram };
const struct kind kind_urgent = { "urgent", add_urgent, 1, say_urgent };
const struct kind kind_peeked = { "peeked", add_peeked, 1, say_peeked };
/* clang-format on */
