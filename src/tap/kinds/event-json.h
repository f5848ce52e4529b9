/* SPDX-License-Identifier: MIT */
/* What happened, as a JSON object: genet-events(7) has its members. */
#ifndef TAP_KINDS_EVENT_JSON_H
#define TAP_KINDS_EVENT_JSON_H

#include "base/bytes.h"
#include "tap/event/event.h"

/* What is told of the bytes that pass. */
enum event_json_data {
	EVENT_JSON_LENGTHS,
	EVENT_JSON_BYTES,   /* and the bytes themselves */
	EVENT_JSON_NOTHING, /* of streams; and of datagrams the lengths */
};

/* The words of a front end for a hint, written to out; returns out. */
typedef char *event_json_hint(const struct hint *h, char *out, size_t size);

struct event_json_opts {
	int64_t started; /* the run, by clock_now() */
	enum event_json_data data;
	event_json_hint *say_hint; /* NULL: hints are left out */
};

/* An object that is being written. */
struct event_object {
	struct bytes *out;
	const struct event_json_opts *opts;
};

/* Adds what went wrong, with its hints in words. */
void event_json_cause(struct event_object *o, const struct error *cause);

/* Whether events of the kind have an object; those for people have none. */
bool event_json_has(enum tap_kind kind);

/* Adds the object of an event that has one, as a line. conn is the number of
 * the connection, or 0. */
void event_json_add(struct bytes *out, const struct tap_event *e, unsigned conn,
    const struct event_json_opts *opts);

#endif
