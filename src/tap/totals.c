/* SPDX-License-Identifier: MIT */
/* The totals of a run. */
#include "tap/totals.h"

#include <stddef.h>

#include "base/clock.h"

static void take_resolved(struct totals *t, const struct tap_event *event)
{
	t->resolved = event->at;
}

static void take_retry(struct totals *t, const struct tap_event *event)
{
	(void)event;
	t->retries++;
}

static void take_connection(struct totals *t, const struct tap_event *event)
{
	static const struct address unknown = { 0 };
	const struct tap_connection *c = event->connection;

	t->connections++;
	t->connected = event->at;
	t->has_connection = true;
	t->has_tcp = false;
	t->transport = c->transport;
	t->local = c->local ? *c->local : unknown;
	t->remote = c->remote ? *c->remote : unknown;
}

static void take_first_byte(struct totals *t, const struct tap_event *event)
{
	if (!t->first_byte)
		t->first_byte = event->at;
}

static void take_close(struct totals *t, const struct tap_event *event)
{
	const struct tap_closed *closed = &event->closed;

	t->in += closed->traffic.in;
	t->out += closed->traffic.out;
	t->has_unseen |= !closed->is_counted;
	t->has_tcp = closed->has_tcp;
	t->tcp = closed->tcp;
}

static void take_sent(struct totals *t, const struct tap_event *event)
{
	t->datagrams_out += event->datagrams.count;
	t->out += event->datagrams.bytes;
}

static void take_received(struct totals *t, const struct tap_event *event)
{
	t->datagrams_in += event->datagrams.count;
	t->in += event->datagrams.bytes;
	t->dropped += event->datagrams.dropped;
}

static void take_outcome(struct totals *t, const struct tap_event *event)
{
	t->ended = event->at;
	t->status = event->outcome.status;
	if (event->outcome.error)
		t->error = *event->outcome.error;
}

typedef void taker(struct totals *t, const struct tap_event *event);

static taker *const takers[TAP_KINDS] = {
	[TAP_RESOLVED] = take_resolved,
	[TAP_RETRY] = take_retry,
	[TAP_CONNECTED] = take_connection,
	[TAP_ACCEPTED] = take_connection,
	[TAP_FIRST_BYTE] = take_first_byte,
	[TAP_CLOSED] = take_close,
	[TAP_SENT] = take_sent,
	[TAP_RECEIVED] = take_received,
	[TAP_OUTCOME] = take_outcome,
};

bool totals_want(enum tap_kind kind)
{
	return takers[kind] != NULL;
}

void totals_take(struct totals *t, const struct tap_event *event)
{
	takers[event->kind](t, event);
}

struct totals totals_make(void)
{
	return (struct totals){ .started = clock_now() };
}
