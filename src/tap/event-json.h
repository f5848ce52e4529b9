/* SPDX-License-Identifier: MIT */
/* What happened, as a JSON object: genet-events(7) has its members. */
#ifndef TAP_EVENT_JSON_H
#define TAP_EVENT_JSON_H

#include "tap/event-members.h"

/* Whether there is an object for events of that kind: not for those that are
 * only for people. */
bool event_json_has(enum tap_kind kind);

/* Adds the object of an event that has one, as a line. conn is the number of
 * the connection, or 0. */
void event_json_add(struct bytes *out, const struct tap_event *e, unsigned conn,
    const struct event_json_opts *opts);

#endif
