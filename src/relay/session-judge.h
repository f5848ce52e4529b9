/* SPDX-License-Identifier: MIT */
/* A session whose near end judges the conversation, such as a dialogue. */
#ifndef RELAY_SESSION_JUDGE_H
#define RELAY_SESSION_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "relay/policy.h"

struct session;
struct tap_closed;

/* Whether a failure of that end is for the judge: tells a reset then. */
bool session_is_for_judge(
    const struct session *s, enum session_side side, const struct error *cause);
void session_tell_judge(struct session *s);

/* Fails the session, or has the peer reset, as the judge wants. */
void session_heed_judge(struct session *s);

/* Whether the judge wants no more, and what was said is written; when the judge
 * has to be asked again. */
bool session_is_judged(const struct session *s);
int64_t session_judge_deadline(const struct session *s);

/* Notes a reset that was no failure, after the end of the session. */
void session_tell_resets(const struct session *s, struct tap_closed *how);

#endif
