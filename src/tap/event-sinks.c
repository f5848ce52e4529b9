/* SPDX-License-Identifier: MIT */
/* Where the lines of events go. */
#include "tap/event-sinks.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/output/messages.h"
#include "sys/signals.h"
#include "tap/kinds/event-parts.h"

/* For readers, at the end. */
#define PATIENCE CLOCK_SECOND

/* Between two looks whether a reader has made room. */
#define LOOK_PAUSE (CLOCK_SECOND / 100)

struct event_sinks event_sinks_make(int64_t started)
{
	return (struct event_sinks){
		.started = started,
		.standard.writer.fd = -1,
		.file.writer.fd = -1,
	};
}

void event_sinks_to_standard(struct event_sinks *s, int fd)
{
	s->standard = (struct event_sink){
		.writer = { .fd = fd, .waits = fd == STDOUT_FILENO },
		.name = "standard error",
	};
}

void event_sinks_to_file(struct event_sinks *s, int fd, const char *name)
{
	s->file = (struct event_sink){
		.writer = { .fd = fd, .is_own = true },
		.name = name,
	};
}

bool event_sinks_exist(const struct event_sinks *s)
{
	return s->standard.writer.fd >= 0 || s->file.writer.fd >= 0;
}

static bool is_alive(const struct event_sink *sink)
{
	return sink->writer.fd >= 0 && !sink->writer.failure;
}

/* Failures */

static int describe_failure(const struct event_sink *sink, struct error *err)
{
	if (sink->writer.failure == ETIMEDOUT)
		return error_set(err, FAULT_IO,
		    "cannot write all events to '%s': they were not read in "
		    "time",
		    sink->name);
	errno = sink->writer.failure;
	return error_sys(
	    err, FAULT_IO, "cannot write all events to '%s'", sink->name);
}

/* If standard output has failed, standard error takes its place. A run whose
 * output nobody reads any more is asked to end, as by SIGPIPE. Returns whether
 * that happens in this call. */
static bool leave_stdout(struct event_sinks *s)
{
	struct line_writer *w = &s->standard.writer;

	if (!w->failure || w->fd != STDOUT_FILENO)
		return false;
	s->failure = w->failure;
	if (s->failure == EPIPE)
		signals_ask(SIGPIPE);
	line_writer_close(w);
	event_sinks_to_standard(s, STDERR_FILENO);
	return true;
}

/* Warns at once that the file has failed. The end of the run reports it as an
 * error. */
static void warn(struct event_sinks *s)
{
	struct error err;
	struct bytes event = { 0 };
	char line[sizeof(err.text) + 64];

	s->file.is_reported = true;
	describe_failure(&s->file, &err);
	if (is_alive(&s->standard)) {
		event_parts_begin(&event, "warning", clock_now(), s->started);
		event_parts_error(&event, &err, NULL);
		event_parts_end(&event);
		line_writer_put(
		    &s->standard.writer, event.at, event.len, LINE_KEPT);
		bytes_free(&event);
	} else if (!s->is_quiet) {
		snprintf(line, sizeof(line), "%s; the run goes on\n", err.text);
		messages_write(line, 4);
	}
}

static void look_at_failures(struct event_sinks *s)
{
	leave_stdout(s);
	if (s->file.writer.failure && !s->file.is_reported)
		warn(s);
}

/* Lines */

/* Writes how many lines were dropped before the next one. */
static void put_count(struct event_sinks *s, struct event_sink *sink)
{
	struct bytes line = { 0 };

	if (!sink->writer.dropped || !line_writer_flush(&sink->writer))
		return;
	event_parts_begin(&line, "dropped", clock_now(), s->started);
	json_number(&line, "count", (int64_t)sink->writer.dropped);
	event_parts_end(&line);
	sink->writer.dropped = 0;
	line_writer_put(&sink->writer, line.at, line.len, LINE_KEPT);
	bytes_free(&line);
}

static void put(struct event_sinks *s, struct event_sink *sink,
    const struct bytes *line, enum line_rank rank)
{
	struct line_writer *w = &sink->writer;

	if (!is_alive(sink))
		return;
	put_count(s, sink);
	if (!line_writer_put(w, line->at, line->len, rank) &&
	    sink == &s->standard && w->fd == STDERR_FILENO && w->failure &&
	    messages_could_not(w->failure)) {
		w->failure = 0;
		line_writer_put(w, line->at, line->len, rank);
	}
}

bool event_sinks_put(
    struct event_sinks *s, const struct bytes *line, enum line_rank rank)
{
	/* Who reads no events gets the result only. */
	if (s->failure != EPIPE || rank == LINE_KEPT)
		put(s, &s->standard, line, rank);
	if (leave_stdout(s))
		return false;
	put(s, &s->file, line, rank);
	look_at_failures(s);
	return true;
}

int64_t event_sinks_tick(struct event_sinks *s, int64_t now)
{
	struct event_sink *const sinks[] = { &s->standard, &s->file };
	int64_t next = CLOCK_NEVER;

	for (int i = 0; i < 2; i++) {
		if (!is_alive(sinks[i]))
			continue;
		put_count(s, sinks[i]);
		if (!line_writer_flush(&sinks[i]->writer))
			next = now + LOOK_PAUSE;
	}
	look_at_failures(s);
	return next;
}

int event_sinks_drain(struct event_sinks *s, struct error *late)
{
	struct line_writer *standard = &s->standard.writer;
	struct line_writer *file = &s->file.writer;
	int64_t deadline = clock_after(PATIENCE);

	if (is_alive(&s->standard) && !line_writer_drain(standard, deadline) &&
	    standard->fd == STDERR_FILENO)
		messages_could_not(standard->failure);
	if (is_alive(&s->file))
		line_writer_drain(file, deadline);
	if (s->failure == EPIPE)
		return error_signal(late, SIGPIPE);
	if (s->failure) {
		errno = s->failure;
		return error_sys(
		    late, FAULT_IO, "cannot write to standard output");
	}
	if (file->failure)
		return describe_failure(&s->file, late);
	/* If the reader of standard error is gone or does not read, that is no
	 * failure of genet. */
	if (standard->fd == STDERR_FILENO && standard->failure &&
	    standard->failure != EPIPE && standard->failure != ETIMEDOUT)
		return describe_failure(&s->standard, late);
	return 0;
}

/* The end */

void event_sinks_leave_file(struct event_sinks *s)
{
	s->file.writer.is_own = false;
	line_writer_close(&s->file.writer);
}

void event_sinks_leave(struct event_sinks *s)
{
	event_sinks_leave_file(s);
	line_writer_close(&s->standard.writer);
}

void event_sinks_close(struct event_sinks *s)
{
	line_writer_close(&s->standard.writer);
	line_writer_close(&s->file.writer);
}
