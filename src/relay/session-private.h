/* SPDX-License-Identifier: MIT */
/* What the files of the session share. */
#ifndef RELAY_SESSION_PRIVATE_H
#define RELAY_SESSION_PRIVATE_H

#include "relay/session.h"

extern const struct pollable_ops session_ops;

/* The lane that carries bytes to that end. */
#define session_lane_to(s, side) (&(s)->lanes[!(side)])

/* Makes the lane for bytes from that side. Whether both ends carry datagrams,
 * of which those without bytes are passed on as well. */
void session_make_lane(struct session *s, enum session_side source);
bool session_carries_datagrams(const struct session *s);

/* session-fail.c: an end fails, or reading from it does: what came before is
 * still written. Asks an end whether it has. Looks for one that is gone. */
void session_fail_end(
    struct session *s, enum session_side, const struct error *cause);
void session_fail_read(
    struct session *s, enum session_side, const struct error *cause);
void session_check(struct session *s, enum session_side side);
bool session_has_trouble(const struct waiting *w, unsigned slot);
void session_look_for_trouble(
    struct session *s, enum session_side side, const struct waiting *w);

/* session-tell.c: tells observers of an event of the connection; the progress,
 * to people, and to those that tick; how bytes were moved, once. */
void session_tell(struct session *s, struct tap_event event);
void session_report(struct pollable *p);
void session_sample(struct pollable *p);
void session_tell_moved(struct session *s);

/* session-urgent.c: decides whose urgent data is waited for. Deals with what
 * has come; a failure is that of a read. */
void session_await_urgent(struct session *s);
void session_take_urgent(
    struct session *, enum session_side, const struct waiting *);

/* session-time.c: the next time at which the session has to be served. */
int64_t session_next_deadline(const struct session *s);

/* Whether a limit has passed that is a good end: FAR, which carries datagrams,
 * or linger_ends_well, has had its time; nothing has moved for the idle
 * timeout, idle_ends_well, and the input is written. */
bool session_has_lingered(const struct session *s);
bool session_has_rested(const struct session *s);

/* Returns 0, or -1 with FAULT_TIMEOUT if a limit has passed that is no good
 * end. */
int session_check_deadlines(const struct session *s, struct error *err);

/* The bytes read and written, and messages without bytes: never fewer. */
uint64_t session_moved(const struct session *s);

/* session-end.c: whether the session may end with success before its ends do:
 * the goal is reached, in this session or another one, or a time is over. */
bool session_has_enough(const struct session *s);

/* Whether bytes are still to be moved, or to be confirmed; plans when to ask
 * again whether they are. */
bool session_goes_on(struct session *s);
void session_plan_to_ask(struct session *s);

/* Called when no more bytes pass. Returns whether the session goes on, to take
 * leave of a peer that may still send: then it is in SESSION_LEAVING. */
bool session_conclude(struct session *s);
int64_t session_leaving_prepare(struct session *s, struct waiting *w);
bool session_leaving_service(struct session *s, const struct waiting *w);

#endif
