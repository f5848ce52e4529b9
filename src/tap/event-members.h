/* SPDX-License-Identifier: MIT */
/* The members of JSON objects for events that take many. */
#ifndef TAP_EVENT_MEMBERS_H
#define TAP_EVENT_MEMBERS_H

#include "tap/event-parts.h"
#include "tap/event.h"

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

/* Adds what went wrong, with its hints in words. */
void event_members_cause(struct bytes *out, const struct error *cause,
    const struct event_json_opts *opts);

/* Add the members of an event of the kind. */
void event_members_proxied(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_datagrams(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_unanswered(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_exec(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_probe(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_address(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_port(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_scanned(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_story(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_process(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_step(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_lesson(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);

void event_members_peeked(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_urgent(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);
void event_members_secured(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);

#endif
