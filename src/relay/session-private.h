/* SPDX-License-Identifier: MIT */
/* What the files of the session share. */
#ifndef RELAY_SESSION_PRIVATE_H
#define RELAY_SESSION_PRIVATE_H

#include "relay/session.h"

extern const struct pollable_ops session_ops;

/* Tells the observers what has happened to the connection. */
void session_tell(struct session *s, struct tap_event event);

/* How far it is, told to people and to observers that look at times. */
void session_report(struct pollable *p);
void session_sample(struct pollable *p);

/* When the session has something to do at the latest. */
int64_t session_next_deadline(const struct session *s);

/* Whether observers are told of urgent data that FAR sends. Taking it, if it
 * has come, and telling them: returns 0, or -1 with err filled as by a read. */
bool session_wants_urgent(const struct session *s);
int session_take_urgent(
    struct session *s, const struct waiting *w, struct error *err);

/* How many bytes were read and written: an idle session moves none. */
uint64_t session_moved(const struct session *s);

/* Whether enough time has passed since the end of our input, where the peer can
 * have none, or the time suffices: to wait no longer is a good end. */
bool session_has_lingered(const struct session *s);

/* The same for a time in which nothing moved, where that is a good end: what
 * NEAR has said is written, and more may come. */
bool session_has_rested(const struct session *s);

/* Returns 0, or -1 with FAULT_TIMEOUT if a limit of time has passed. */
int session_check_deadlines(const struct session *s, struct error *err);

/* The mover for what comes from that side; limit: the most bytes of a message.
 */
struct mover *session_make_mover(
    const struct session *s, enum session_side source, size_t limit);

/* Whether the goal is reached, by what came here or in another session, or the
 * time of --for is over. */
bool session_has_enough(const struct session *s);

/* Whether something is still to be moved, or to be confirmed. */
bool session_goes_on(struct session *s);

/* Nothing passes any more. Returns whether the session goes on: to take leave
 * of a peer that may still send. */
bool session_conclude(struct session *s);

/* That phase in the loop. */
int64_t session_leaving_prepare(struct session *s, struct waiting *w);
bool session_leaving_service(struct session *s, const struct waiting *w);

#endif
