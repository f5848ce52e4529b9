/* SPDX-License-Identifier: MIT */
/* What follows from the facts about a name: findings; only for doctor/. */
#ifndef DOCTOR_NAME_JUDGE_H
#define DOCTOR_NAME_JUDGE_H

#include "doctor/exam.h"

/* Why the name is not known: adds one finding, or several that are
 * alternatives. */
void name_judge_unknown(struct examination *x);

/* What is worth knowing of a name that is known: RANK_ASIDE. */
void name_judge_known(struct examination *x);

/* The part of it for servers of which none has said whether the name exists.
 * Returns whether there are any. */
bool name_judge_servers(struct examination *x);

/* The part of it for a server that knows the name, and answers the questions
 * for one family only. Returns whether there is one. */
bool name_judge_half(struct examination *x);

/* What a host name cannot look like: the words say what is wrong; NULL: nothing
 * is. */
const char *name_judge_shape(const char *host);

#endif
