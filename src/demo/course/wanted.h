/* SPDX-License-Identifier: MIT */
/* Whether a call has done what its lesson says: see lesson.h. */
#ifndef DEMO_COURSE_WANTED_H
#define DEMO_COURSE_WANTED_H

#include <stdbool.h>

#include "demo/course/calls.h"

bool wanted_is_met(
    const char *wanted, const struct outcome *o, const struct variables *v);

/* Whether the call is made again until it returns what is wanted. */
bool wanted_is_eventual(const char *wanted);

/* A word of WANTED that bounds a number: how it does that, and the word of the
 * number. */
enum wanted_bound { WANTED_IS, WANTED_ABOVE, WANTED_BELOW };
enum wanted_bound wanted_bound(const char *wanted, const char **word);

#endif
