/* SPDX-License-Identifier: MIT */
/*
 * The observer behind --json and --events: each event as a JSON object, a line
 * each, for programs. A reader that is slow or gone does not hold genet up.
 * genet-events(7) says what the objects mean.
 */
#ifndef TAP_EVENTS_H
#define TAP_EVENTS_H

#include <stdbool.h>

#include "tap/event-sinks.h"
#include "tap/kinds/event-json.h"
#include "tap/tap.h"

struct events {
	struct tap tap;
	struct event_json_opts opts;
	bool has_calls; /* with socket calls */
	struct event_sinks sinks;

	/* The rest is its own. */
	struct bytes line;
	unsigned conns;                 /* accepted or dialled */
	uint64_t in, out;               /* bytes, of connections that ended */
	bool is_open;                   /* the only connection */
	int64_t opened;                 /* when that was */
	uint64_t opened_in, opened_out; /* in and out then */
	/* Of one that is made again: of all that have broken, and of those of
	 * them that are closed. */
	struct tap_traffic broken, replaced;
};

/* Makes an observer without a sink, whose time begins now. */
struct events events_make(void);

/* Writes the first event; command may be NULL. */
void events_start(struct events *e, const char *command);

/* Writes an event for the error of the run. */
void events_error(struct events *e, const struct error *err);

/* Writes the last event, and waits a second for its readers. err is the reason
 * of an exit that is not 0. Returns 0, or -1 with late filled if not all events
 * can be written. If standard output fails only now, and so changes an exit of
 * 0, the summary is not written: a second call with the new exit writes it to
 * standard error. */
int events_summary(
    struct events *e, int exit, const struct error *err, struct error *late);

void events_free(struct events *e);

#endif
