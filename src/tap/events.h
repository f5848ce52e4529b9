/* SPDX-License-Identifier: MIT */
/*
 * The observer behind --json and --events: each event as a JSON object, a line
 * each, for programs. A reader that is slow or gone does not hold genet up.
 * genet-events(7) says what the objects mean.
 */
#ifndef TAP_EVENTS_H
#define TAP_EVENTS_H

#include <stdbool.h>

#include "sys/line-writer.h"
#include "tap/event-json.h"
#include "tap/tap.h"

struct event_sink {
	struct line_writer writer;
	const char *name; /* for messages; argv's own */
	bool is_reported; /* that it has failed */
};

struct events {
	struct tap tap;
	struct event_json_opts opts;
	bool has_calls; /* socket calls, too */
	bool is_quiet;  /* a failure of the file is told at the end only */
	/* Standard error or output; and a file, or a descriptor. */
	struct event_sink standard, file;

	/* The rest is its own. */
	struct bytes line;
	unsigned conns;                 /* that were accepted or dialled */
	uint64_t in, out;               /* bytes, of what has ended */
	bool is_open;                   /* the only connection */
	int64_t opened;                 /* when that was */
	uint64_t opened_in, opened_out; /* in and out then */
	struct error failure;           /* of standard output */
};

/* Makes an observer without a sink, whose time begins now. */
struct events events_make(void);

/* Gives it standard error, or standard output, whose reader it waits for; or a
 * file by its descriptor, with the name for messages. If the descriptor is_own,
 * it is closed at the end. */
void events_to_standard(struct events *e, int fd);
void events_to_file(struct events *e, int fd, const char *name, bool is_own);

/* Whether it has a sink. */
bool events_are_wanted(const struct events *e);

/* The first event; command may be NULL. */
void events_start(struct events *e, const char *command);

/* What main says. */
void events_error(struct events *e, const struct error *err);

/* Writes the last event, and waits a second for its readers. err is the reason
 * of an exit that is not 0. Returns 0, or -1 with late filled if it cannot be
 * written. The sinks stay. */
int events_summary(
    struct events *e, int exit, const struct error *err, struct error *late);

/* Leaves the file, and all that is told, to a process in the background. */
void events_leave_file(struct events *e);
void events_leave(struct events *e);

void events_free(struct events *e);

#endif
