/* SPDX-License-Identifier: MIT */
/* What the files of the session share. */
#ifndef RELAY_SESSION_PRIVATE_H
#define RELAY_SESSION_PRIVATE_H

#include "relay/session.h"

extern const struct pollable_ops session_ops;

/* Tells observers of an event of the connection. */
void session_tell(struct session *s, struct tap_event event);

/* Tell the progress: to people; to observers that tick. */
void session_report(struct pollable *p);
void session_sample(struct pollable *p);

/* The next time at which the session has to be served. */
int64_t session_next_deadline(const struct session *s);

/* Whether observers want urgent data of FAR. Taking a byte that has come and
 * telling them: returns 0, or -1 with err filled as by a read. */
bool session_wants_urgent(const struct session *s);
int session_take_urgent(
    struct session *s, const struct waiting *w, struct error *err);

/* The sum of all bytes read and written, and of the messages without bytes: it
 * stands still in an idle session. */
uint64_t session_moved(const struct session *s);

/* Whether the time for the end of FAR has passed, and that is a good end: FAR
 * carries datagrams, which have no end, or linger_ends_well. */
bool session_has_lingered(const struct session *s);

/* Whether nothing has moved for the idle timeout, and that is a good end: the
 * input is written, and idle_ends_well. */
bool session_has_rested(const struct session *s);

/* Returns 0, or -1 with FAULT_TIMEOUT if a limit of time has passed and that is
 * no good end. */
int session_check_deadlines(const struct session *s, struct error *err);

/* Makes the lane for bytes that come from that side. */
void session_make_lane(struct session *s, enum session_side source);

/* Whether the session may end with success before its ends do: the goal is
 * reached, in this session or another one, or a time is over. */
bool session_has_enough(const struct session *s);

/* Whether bytes are still to be moved, or to be confirmed. */
bool session_goes_on(struct session *s);

/* Called when no more bytes pass. Returns whether the session goes on, to take
 * leave of a peer that may still send. */
bool session_conclude(struct session *s);

/* The phase SESSION_LEAVING in the loop. */
int64_t session_leaving_prepare(struct session *s, struct waiting *w);
bool session_leaving_service(struct session *s, const struct waiting *w);

#endif
