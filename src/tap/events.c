/* SPDX-License-Identifier: MIT */
/* Events as JSON objects, for programs. */
#include "tap/events.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "sys/messages.h"
#include "sys/signal-name.h"
#include "tap/event-parts.h"

/* For readers, at the end. */
#define PATIENCE CLOCK_SECOND

/* How often to look whether a reader has made room. */
#define LOOK_PAUSE (CLOCK_SECOND / 100)

static bool is_alive(const struct event_sink *s)
{
	return s->writer.fd >= 0 && !s->writer.failure;
}

bool events_are_wanted(const struct events *e)
{
	return e->standard.writer.fd >= 0 || e->file.writer.fd >= 0;
}

static void begin(struct events *e, const char *event)
{
	bytes_clear(&e->line);
	event_parts_begin(&e->line, event, clock_now(), e->opts.started);
}

/* Failures */

static int describe_failure(const struct event_sink *s, struct error *err)
{
	if (s->writer.failure == ETIMEDOUT)
		return error_set(err, FAULT_IO,
		    "cannot write all events to '%s': they were not read in "
		    "time",
		    s->name);
	errno = s->writer.failure;
	return error_sys(
	    err, FAULT_IO, "cannot write all events to '%s'", s->name);
}

/* Where standard output has failed, the rest goes to standard error. Returns
 * whether that is so since now. */
static bool leave_stdout(struct events *e)
{
	struct line_writer *w = &e->standard.writer;

	if (!w->failure || w->fd != STDOUT_FILENO)
		return false;
	errno = w->failure;
	if (w->failure == EPIPE)
		error_signal(&e->failure, SIGPIPE);
	else
		error_sys(
		    &e->failure, FAULT_IO, "cannot write to standard output");
	line_writer_close(w);
	events_to_standard(e, STDERR_FILENO);
	return true;
}

/* The file is told of at once, as a warning, and once more at the end. */
static void warn(struct events *e)
{
	struct error err;
	char line[sizeof(err.text) + 64];

	e->file.is_reported = true;
	describe_failure(&e->file, &err);
	if (is_alive(&e->standard)) {
		begin(e, "warning");
		event_parts_error(&e->line, &err, NULL);
		event_parts_end(&e->line);
		line_writer_put(
		    &e->standard.writer, e->line.at, e->line.len, LINE_KEPT);
	} else if (!e->is_quiet) {
		snprintf(line, sizeof(line), "%s; the run goes on\n", err.text);
		messages_write(line, 4);
	}
}

/* Lines */

/* Tells of lines that were dropped before the next one. */
static void put_count(struct events *e, struct event_sink *s)
{
	struct bytes line = { 0 };

	if (!s->writer.dropped || !line_writer_flush(&s->writer))
		return;
	event_parts_begin(&line, "dropped", clock_now(), e->opts.started);
	json_number(&line, "count", (int64_t)s->writer.dropped);
	event_parts_end(&line);
	s->writer.dropped = 0;
	line_writer_put(&s->writer, line.at, line.len, LINE_KEPT);
	bytes_free(&line);
}

static void put(struct events *e, struct event_sink *s, enum line_rank rank)
{
	if (!is_alive(s))
		return;
	put_count(e, s);
	if (!line_writer_put(&s->writer, e->line.at, e->line.len, rank) &&
	    s == &e->standard && s->writer.fd == STDERR_FILENO &&
	    s->writer.failure && messages_could_not(s->writer.failure)) {
		s->writer.failure = 0;
		line_writer_put(&s->writer, e->line.at, e->line.len, rank);
	}
}

/* A file that has failed is told of once. */
static void look_at_failures(struct events *e)
{
	leave_stdout(e);
	if (e->file.writer.failure && !e->file.is_reported)
		warn(e);
}

/* Gives the line to all who want it. */
static void tell(struct events *e, enum line_rank rank)
{
	put(e, &e->standard, rank);
	if (leave_stdout(e))
		put(e, &e->standard, rank);
	put(e, &e->file, rank);
	look_at_failures(e);
	if (e->line.capacity > 65536)
		bytes_free(&e->line);
}

/* As an observer */

/* Numbers begin with 1; the only connection has none, and a datagram is of
 * none. */
static unsigned number_of(const struct events *e, const struct tap_event *event)
{
	const struct tap_connection *c = event->connection;

	if (!c || event->kind == TAP_DATAGRAM || event->kind == TAP_REJECTED)
		return 0;
	return c->id ? c->id : e->conns > 0;
}

static void note_beginning(struct events *e, const struct tap_event *event)
{
	e->conns++;
	if (event->connection && event->connection->id)
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
	return event_json_has(kind);
}

static void events_event(struct tap *tap, const struct tap_event *event)
{
	struct events *e = (struct events *)tap;
	enum tap_kind kind = event->kind;
	bool is_of_many = kind == TAP_DATA || kind == TAP_DATAGRAM ||
	                  kind == TAP_CALL || kind == TAP_PORT;

	count(e, event);
	bytes_clear(&e->line);
	event_json_add(&e->line, event, number_of(e, event), &e->opts);
	tell(e, is_of_many ? LINE_FIRST_DROPPED : LINE_DROPPED);
}

static int64_t events_tick(struct tap *tap, int64_t now)
{
	struct events *e = (struct events *)tap;
	struct event_sink *const sinks[] = { &e->standard, &e->file };
	int64_t next = CLOCK_NEVER;

	for (int i = 0; i < 2; i++) {
		if (!is_alive(sinks[i]))
			continue;
		put_count(e, sinks[i]);
		if (!line_writer_flush(&sinks[i]->writer))
			next = now + LOOK_PAUSE;
	}
	look_at_failures(e);
	return next;
}

/* Returns as events_summary(). */
static int drain(struct events *e, int64_t deadline, struct error *late)
{
	struct line_writer *s = &e->standard.writer, *f = &e->file.writer;

	if (is_alive(&e->standard) && !line_writer_drain(s, deadline) &&
	    s->fd == STDERR_FILENO)
		messages_could_not(s->failure);
	if (is_alive(&e->file))
		line_writer_drain(f, deadline);
	if (e->failure.kind != FAULT_NONE) {
		*late = e->failure;
		return -1;
	}
	if (f->failure)
		return describe_failure(&e->file, late);
	/* A reader that is gone or does not read is its own affair. */
	if (s->fd == STDERR_FILENO && s->failure && s->failure != EPIPE &&
	    s->failure != ETIMEDOUT)
		return describe_failure(&e->standard, late);
	return 0;
}

static int events_end(struct tap *tap, struct error *err)
{
	return drain((struct events *)tap, clock_after(PATIENCE), err);
}

static const struct tap_ops events_ops = {
	.wants = events_wants,
	.event = events_event,
	.tick = events_tick,
	.end = events_end,
};

struct events events_make(void)
{
	return (struct events){
		.tap.ops = &events_ops,
		.opts.started = clock_now(),
		.standard.writer.fd = -1,
		.file.writer.fd = -1,
	};
}

void events_to_standard(struct events *e, int fd)
{
	e->standard = (struct event_sink){
		.writer = { .fd = fd, .waits = fd == STDOUT_FILENO },
		.name = "standard error",
	};
}

void events_to_file(struct events *e, int fd, const char *name, bool is_own)
{
	e->file = (struct event_sink){
		.writer = { .fd = fd, .is_own = is_own },
		.name = name,
	};
}

/* From main */

void events_start(struct events *e, const char *command)
{
	if (!events_are_wanted(e))
		return;
	begin(e, "start");
	if (command)
		json_word(&e->line, "command", command);
	json_word(&e->line, "version", PACKAGE_VERSION);
	json_number(&e->line, "pid", getpid());
	event_parts_end(&e->line);
	tell(e, LINE_KEPT);
}

void events_error(struct events *e, const struct error *err)
{
	if (!events_are_wanted(e))
		return;
	begin(e, "error");
	event_members_cause(&e->line, err, &e->opts);
	event_parts_end(&e->line);
	tell(e, LINE_KEPT);
}

/* A connection whose end nobody had to tell. */
static void close_open(struct events *e, int exit)
{
	if (!e->is_open)
		return;
	e->is_open = false;
	begin(e, "closed");
	json_number(&e->line, "conn", 1);
	json_word(&e->line, "outcome", exit == 0 ? "ended" : "cut-off");
	json_number(&e->line, "in", (int64_t)(e->in - e->opened_in));
	json_number(&e->line, "out", (int64_t)(e->out - e->opened_out));
	json_seconds(&e->line, "dur", clock_now() - e->opened);
	event_parts_end(&e->line);
	tell(e, LINE_KEPT);
}

int events_summary(
    struct events *e, int exit, const struct error *err, struct error *late)
{
	enum fault kind = exit ? err->kind : FAULT_NONE;

	if (!events_are_wanted(e))
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
	tell(e, LINE_KEPT);
	return drain(e, clock_after(PATIENCE), late);
}

void events_leave_file(struct events *e)
{
	e->file.writer.is_own = false;
	line_writer_close(&e->file.writer);
}

void events_leave(struct events *e)
{
	events_leave_file(e);
	line_writer_close(&e->standard.writer);
}

void events_free(struct events *e)
{
	line_writer_close(&e->standard.writer);
	line_writer_close(&e->file.writer);
	bytes_free(&e->line);
}
