/* SPDX-License-Identifier: MIT */
/* What the files of the session share. */
#ifndef RELAY_SESSION_PRIVATE_H
#define RELAY_SESSION_PRIVATE_H

#include "relay/session.h"

extern const struct pollable_ops session_ops;

/* Tells the observers what has happened to the connection. */
void session_tell(struct session *s, struct tap_event event);

/* When the session has something to do at the latest. */
int64_t session_next_deadline(const struct session *s);

/* How many bytes were read and written: an idle session moves none. */
uint64_t session_moved(const struct session *s);

/* Returns 0, or -1 with FAULT_TIMEOUT if a limit of time has passed. */
int session_check_deadlines(const struct session *s, struct error *err);

/* What the handshakes wait for, and whether all ends have shaken hands. */
int64_t session_wish_to_start(struct session *s, struct waiting *w);
bool session_start(struct session *s);

/* Which way the bytes went; while both ends are there. */
void session_tell_moved(struct session *s);

/* Whether the goal is reached, by what came here or in another session, or the
 * time of --for is over. */
bool session_has_enough(const struct session *s);

/* Whether the peers have all that they were sent, or never will. */
bool session_is_settled(struct session *s);

/* Nothing passes any more. Returns whether the session goes on: to take leave
 * of a peer that may still send. */
bool session_conclude(struct session *s);

/* That phase in the loop. */
int64_t session_leaving_prepare(struct session *s, struct waiting *w);
bool session_leaving_service(struct session *s, const struct waiting *w);

#endif
