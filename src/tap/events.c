/* SPDX-License-Identifier: MIT */
/* Events as JSON objects, for programs. */
#include "tap/events.h"

#include <unistd.h>

#include "base/clock.h"
#include "sys/process/signal-name.h"
#include "tap/kinds/event-parts.h"

static void begin(struct events *e, const char *event)
{
	bytes_clear(&e->line);
	event_parts_begin(&e->line, event, clock_now(), e->opts.started);
}

/* Writes the line. */
static void put(struct events *e, enum line_rank rank)
{
	if (!event_sinks_put(&e->sinks, &e->line, rank))
		event_sinks_put(&e->sinks, &e->line, rank);
	if (e->line.capacity > 65536)
		bytes_free(&e->line);
}

/* conn is the number of the connection, or 0. */
static void put_event(struct events *e, const struct tap_event *event,
    unsigned conn, enum line_rank rank)
{
	bytes_clear(&e->line);
	event_json_add(&e->line, event, conn, &e->opts);
	put(e, rank);
}

/* As an observer */

/* The number in the object, from 1 on. A connection that is alone has no number
 * of its own; datagrams and rejected clients are no connections. */
static unsigned number_of(const struct events *e, const struct tap_event *event)
{
	const struct tap_connection *c = event->connection;

	if (!c || event->kind == TAP_DATAGRAM || event->kind == TAP_REJECTED)
		return 0;
	return c->id ? c->id : e->conns;
}

/* Ends the only connection, if no TAP_CLOSED has come for it. */
static void close_open(struct events *e, int exit)
{
	int64_t now = clock_now();
	struct tap_event event = {
		.kind = TAP_CLOSED,
		.at = now,
		.closed = {
			.outcome = exit == 0 ? TAP_ENDED : TAP_CUT_OFF,
			.is_counted = true,
			.traffic = { e->in - e->opened_in + e->broken.in -
				e->replaced.in,
			    e->out - e->opened_out + e->broken.out -
				e->replaced.out,
			    now - e->opened },
		},
	};

	if (!e->is_open)
		return;
	e->is_open = false;
	e->replaced = e->broken;
	put_event(e, &event, e->conns, LINE_KEPT);
}

/* If the only connection fails before its conversation and is dialled again,
 * there is no TAP_CLOSED for the first try. */
static void note_beginning(struct events *e, const struct tap_event *event)
{
	bool is_one_of_many = event->connection && event->connection->id;

	if (!is_one_of_many)
		close_open(e, 1);
	e->conns++;
	if (is_one_of_many)
		return;
	e->is_open = true;
	e->opened = event->at;
	e->opened_in = e->in;
	e->opened_out = e->out;
}

static void count(struct events *e, const struct tap_event *event)
{
	uint64_t in = 0, out = 0;

	switch (event->kind) {
	case TAP_CONNECTED:
	case TAP_ACCEPTED:
		note_beginning(e, event);
		return;
	case TAP_BROKEN:
		e->broken = event->traffic;
		return;
	case TAP_CLOSED:
		if (!event->connection || !event->connection->id)
			e->is_open = false;
		if (!event->closed.is_counted)
			return;
		in = event->closed.traffic.in;
		out = event->closed.traffic.out;
		break;
	case TAP_DATAGRAM:
		in = event->data.direction == TAP_IN ? event->data.len : 0;
		out = event->data.direction == TAP_OUT ? event->data.len : 0;
		break;
	case TAP_PROCESS:
		in = event->process.in;
		out = event->process.out;
		break;
	default:
		return;
	}
	e->in += in;
	e->out += out;
}

static bool events_wants(const struct tap *tap, enum tap_kind kind)
{
	const struct events *e = (const struct events *)tap;

	if (kind == TAP_CALL)
		return e->has_calls;
	if (kind == TAP_DATA)
		return e->opts.data != EVENT_JSON_NOTHING;
	if (kind == TAP_BROKEN)
		return true;
	return event_json_has(kind);
}

/* The end of a conversation tells the traffic of all its connections: leaves
 * that of the last one. */
static void leave_last(const struct events *e, struct tap_event *event)
{
	struct tap_traffic *t = &event->closed.traffic;

	if (event->kind != TAP_CLOSED || number_of(e, event) != e->conns ||
	    e->replaced.took_us == 0)
		return;
	t->in -= e->replaced.in;
	t->out -= e->replaced.out;
	t->took_us = event->at - e->opened;
}

static void events_event(struct tap *tap, const struct tap_event *event)
{
	struct events *e = (struct events *)tap;
	enum tap_kind kind = event->kind;
	bool is_of_many = kind == TAP_DATA || kind == TAP_DATAGRAM ||
	                  kind == TAP_CALL || kind == TAP_PORT ||
	                  kind == TAP_PING;

	struct tap_event told = *event;

	count(e, event);
	if (kind == TAP_BROKEN)
		return;
	leave_last(e, &told);
	put_event(e, &told, number_of(e, event),
	    is_of_many ? LINE_FIRST_DROPPED : LINE_DROPPED);
}

static int64_t events_tick(struct tap *tap, int64_t now)
{
	return event_sinks_tick(&((struct events *)tap)->sinks, now);
}

static int events_end(struct tap *tap, struct error *err)
{
	return event_sinks_drain(&((struct events *)tap)->sinks, err);
}

static const struct tap_ops events_ops = {
	.wants = events_wants,
	.event = events_event,
	.tick = events_tick,
	.end = events_end,
};

struct events events_make(void)
{
	int64_t now = clock_now();

	return (struct events){
		.tap.ops = &events_ops,
		.opts.started = now,
		.sinks = event_sinks_make(now),
	};
}

/* For the reporter */

void events_start(struct events *e, const char *command)
{
	if (!event_sinks_exist(&e->sinks))
		return;
	begin(e, "start");
	if (command)
		json_word(&e->line, "command", command);
	json_word(&e->line, "version", PACKAGE_VERSION);
	json_number(&e->line, "pid", getpid());
	event_parts_end(&e->line);
	put(e, LINE_KEPT);
}

void events_error(struct events *e, const struct error *err)
{
	if (!event_sinks_exist(&e->sinks))
		return;
	begin(e, "error");
	event_json_cause(&(struct event_object){ &e->line, &e->opts }, err);
	event_parts_end(&e->line);
	put(e, LINE_KEPT);
}

int events_summary(
    struct events *e, int exit, const struct error *err, struct error *late)
{
	enum fault kind = exit ? err->kind : FAULT_NONE;

	if (!event_sinks_exist(&e->sinks))
		return 0;
	close_open(e, exit);
	begin(e, "summary");
	json_number(&e->line, "exit", exit);
	json_word(&e->line, "kind", error_word(kind));
	if (kind == FAULT_SIGNAL)
		json_word(&e->line, "signal", signal_name(err->signal));
	json_number(&e->line, "conns", e->conns);
	json_number(&e->line, "in", (int64_t)e->in);
	json_number(&e->line, "out", (int64_t)e->out);
	json_seconds(&e->line, "dur", clock_now() - e->opts.started);
	event_parts_end(&e->line);
	if (!event_sinks_put(&e->sinks, &e->line, LINE_KEPT) && exit != 0)
		put(e, LINE_KEPT); /* that is still the result */
	return event_sinks_drain(&e->sinks, late);
}

void events_free(struct events *e)
{
	event_sinks_close(&e->sinks);
	bytes_free(&e->line);
}
