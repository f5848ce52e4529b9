/* SPDX-License-Identifier: MIT */
/* The parts of events as JSON objects: genet-events(7). */
#ifndef TAP_KINDS_EVENT_PARTS_H
#define TAP_KINDS_EVENT_PARTS_H

#include "base/error.h"
#include "base/json.h"
#include "sys/socket/address.h"

/* Begins an object with the members that all events have: at is the time of the
 * event, started that of the run, both by clock_now(). */
void event_parts_begin(
    struct bytes *out, const char *event, int64_t at, int64_t started);

/* Ends the object, and its line. */
void event_parts_end(struct bytes *out);

/* Add an address as a member, or several as an array. */
void event_parts_address(
    struct bytes *out, const char *name, const struct address *a);
void event_parts_addresses(struct bytes *out, const struct address_list *list);

/* Adds the members of an error: kind, text, and what else is known. hint has
 * lines that end in a newline, or is NULL. */
void event_parts_error(
    struct bytes *out, const struct error *err, const char *hint);

#endif
