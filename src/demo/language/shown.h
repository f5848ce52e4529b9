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

/* '= 3', '= -1 EPIPE (broken pipe)', '= 3 "one"' and so on, of the call that
 * the phrase is, of which the lesson wants that. */
void shown_result(struct bytes *out, const struct phrase *phrase,
    const struct wanted *wanted, const struct outcome *o, bool is_as_wanted);

#endif
