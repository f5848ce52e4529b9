/* SPDX-License-Identifier: MIT */
/* What the files of the session share. */
#ifndef RELAY_SESSION_PRIVATE_H
#define RELAY_SESSION_PRIVATE_H

#include "relay/session.h"

extern const struct pollable_ops session_ops;

/* The lane that carries bytes to that end. */
#define session_lane_to(s, side) (&(s)->lanes[!(side)])

/* Makes the lane for bytes from that side. */
void session_make_lane(struct session *s, enum session_side source);

/* session-fail.c: an end fails, or reading from it does: what came from it
 * before is still written. Looks for an end that is gone. */
void session_fail_end(
    struct session *s, enum session_side side, const struct error *cause);
void session_fail_read(
    struct session *s, enum session_side side, const struct error *cause);
bool session_has_trouble(const struct waiting *w, unsigned slot);
void session_look_for_trouble(
    struct session *s, enum session_side side, const struct waiting *w);

/* session-wire.c, where no end is on this host: an end has failed, and the
 * other one is to be reset when it has all; goes on with that; until when it
 * can. Whether an end that is not read is watched for a reset; that it has hung
 * up. Has the ends reset when closed. Notes which has ended first. */
void session_break(struct session *s, enum session_side side);
void session_go_on_breaking(struct session *s);
int64_t session_break_deadline(const struct session *s);
bool session_awaits_reset(const struct session *s, enum session_side side);
void session_note_hang_up(struct session *s, enum session_side, short events);
void session_reset_ends(struct session *s);
void session_note_first(struct session *s, enum session_side, bool is_broken);

/* session-tell.c: tells observers of an event of the connection; the progress,
 * to people, and to observers that tick. */
void session_tell(struct session *s, struct tap_event event);
void session_report(struct pollable *p);
void session_sample(struct pollable *p);
/* In which way bytes were moved. Not again in a session that concludes. */
void session_tell_moved(struct session *s);

/* session-urgent.c: decides whose urgent data is waited for. Deals with that
 * which has come; a failure is that of a read. */
void session_await_urgent(struct session *s);
void session_take_urgent(
    struct session *s, enum session_side side, const struct waiting *w);

/* session-time.c: the next time at which the session has to be served. Whether
 * a limit of time has passed that is a good end: FAR, which carries datagrams,
 * or linger_ends_well, has had its time to end; nothing has moved for the idle
 * timeout, idle_ends_well, and the input is written. Returns 0, or -1 with
 * FAULT_TIMEOUT if a limit has passed that is none. */
int64_t session_next_deadline(const struct session *s);
bool session_has_lingered(const struct session *s);
bool session_has_rested(const struct session *s);
int session_check_deadlines(const struct session *s, struct error *err);

/* The sum of all bytes read and written, and of the messages without bytes: it
 * stands still in an idle session. */
uint64_t session_moved(const struct session *s);

/* session-end.c: whether the session may end with success before its ends do:
 * the goal is reached, in this session or another one, or a time is over; and
 * whether bytes are still to be moved, or to be confirmed. */
bool session_has_enough(const struct session *s);
bool session_goes_on(struct session *s);
/* Plans when to ask again whether bytes are confirmed. */
void session_plan_to_ask(struct session *s);
/* Called when no more bytes pass. Returns whether the session goes on, to take
 * leave of a peer that may still send: then it is in SESSION_LEAVING. */
bool session_conclude(struct session *s);
int64_t session_leaving_prepare(struct session *s, struct waiting *w);
bool session_leaving_service(struct session *s, const struct waiting *w);

#endif
