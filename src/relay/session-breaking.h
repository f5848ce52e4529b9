/* SPDX-License-Identifier: MIT */
/* A session where no end is on this host, as in a relay: a reset of one end is
 * passed on to the other one. */
#ifndef RELAY_SESSION_BREAKING_H
#define RELAY_SESSION_BREAKING_H

#include <stdbool.h>
#include <stdint.h>

#include "relay/policy.h"

struct session;

/* An end has failed: the other one is to be reset when it has all. */
void session_break(struct session *s, enum session_side side);

/* Goes on with that; until when it can, or CLOCK_NEVER. */
void session_go_on_breaking(struct session *s);
int64_t session_break_deadline(const struct session *s);

/* Whether an end that is not read is watched for a reset. */
bool session_awaits_reset(const struct session *s, enum session_side side);

/* Such an end has hung up: events are what poll(2) says of it. */
void session_note_hang_up(struct session *s, enum session_side, short events);

/* Has the ends reset the connections when they are closed. */
void session_reset_ends(struct session *s);

/* Notes which end was the first to end, or to be broken off. */
void session_note_first(struct session *s, enum session_side, bool is_broken);

#endif
