/* SPDX-License-Identifier: MIT */
/* How the calls of a lesson, and their results, are written for people. */
#ifndef DEMO_LANGUAGE_SHOWN_H
#define DEMO_LANGUAGE_SHOWN_H

#include "base/bytes.h"
#include "demo/language/calls.h"

/* 'send(s, "one", 3, 0)': with the names of descriptors. */
void shown_call(
    struct bytes *out, const struct phrase *phrase, const struct variables *v);

/* The same with their numbers, as the system sees the call. Returns out. */
#define SHOWN_RAW (3 * PHRASE_WORD)
char *shown_raw(char out[SHOWN_RAW], const struct phrase *phrase,
    const struct variables *v);

/* '= 3', '= -1 EPIPE (broken pipe)', '= 3 "one"' and so on: what has come of
 * the call of a phrase. A value that is as wanted is written as the lesson
 * does. */
void shown_result(struct bytes *out, const struct phrase *phrase,
    const struct wanted *wanted, const struct outcome *o);

#endif
