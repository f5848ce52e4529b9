/* SPDX-License-Identifier: MIT */
/* The parts of events as JSON objects: genet-events(7). */
#ifndef TAP_KINDS_EVENT_PARTS_H
#define TAP_KINDS_EVENT_PARTS_H

#include "base/error.h"
#include "base/json.h"
#include "sys/address.h"

/* Begins an object with what each event has. Both times are by clock_now(): its
 * own, and when the run began. */
void event_parts_begin(
    struct bytes *out, const char *event, int64_t at, int64_t started);

/* Ends the object, and its line. */
void event_parts_end(struct bytes *out);

/* Add an address as a member, or several as an array. */
void event_parts_address(
    struct bytes *out, const char *name, const struct address *a);
void event_parts_addresses(struct bytes *out, const struct address_list *list);

/* Adds what went wrong, as members of the object: its kind, a text, and what
 * else is known. hint are lines, each ended by a newline, or NULL. */
void event_parts_error(
    struct bytes *out, const struct error *err, const char *hint);

#endif
