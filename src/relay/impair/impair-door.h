/* SPDX-License-Identifier: MIT */
/* Faults that meet a client before its conversation. */
#ifndef RELAY_IMPAIR_IMPAIR_DOOR_H
#define RELAY_IMPAIR_IMPAIR_DOOR_H

#include "relay/impair/impair-set.h"

struct tap;

/* What becomes of a client that was accepted. */
enum impair_door_verdict {
	IMPAIR_ADMITTED,
	IMPAIR_REFUSED, /* its connection is reset */
	IMPAIR_CLOSED,  /* its connection is closed */
};

/* Decides about the client with that number, from 1 on, and tells observers of
 * a fault. late_us is how long an admitted client has to wait. Accepts a set
 * that is NULL. */
enum impair_door_verdict impair_door_judge(struct impair_set *set,
    struct tap *tap, uint64_t conn, int64_t now, int64_t *late_us);

/* How long a client that was admitted at that time has to wait, from then on,
 * by those faults that are still in the set. */
int64_t impair_door_late(
    const struct impair_set *set, uint64_t conn, int64_t came_at);

/* Whether the next client, with that number, must not be accepted now; tells
 * observers once of each. until is the time at which it may be; CLOCK_NEVER: no
 * time changes that. Accepts a set that is NULL. */
bool impair_door_is_shut(
    struct impair_set *set, struct tap *tap, uint64_t conn, int64_t *until);

#endif
