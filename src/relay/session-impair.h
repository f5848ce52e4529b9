/* SPDX-License-Identifier: MIT */
/* A session with faults that are made on purpose. */
#ifndef RELAY_SESSION_IMPAIR_H
#define RELAY_SESSION_IMPAIR_H

#include <stdint.h>

#include "relay/policy.h"

struct session;

/* The faults of the rules meet the bytes of this session, which has moved none
 * so far. conn is the number of its connection. */
void session_impair(struct session *s, uint64_t conn);

/* Lets the faults end the session, or a direction of it, if it is time. */
void session_impair_judge(struct session *s);

/* Resets the connections of both ends, and ends the session. */
void session_impair_reset(struct session *s);

/* Whether faults end the direction from that side; and have told the other side
 * so: what still comes is thrown away, whatever becomes of that other side. */
bool session_impair_shuts(const struct session *s, enum session_side source);
bool session_impair_has_shut(const struct session *s, enum session_side source);

/* Whether faults have cut the connections, so that it is no failure when that
 * side is lost: what was for it is dropped. */
bool session_impair_forgives(struct session *s, enum session_side side);

/* When to call session_impair_judge() again at the latest. */
int64_t session_impair_deadline(const struct session *s);

#endif
