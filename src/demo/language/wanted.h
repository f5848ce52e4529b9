/* SPDX-License-Identifier: MIT */
/* Whether a call has done what its lesson says: see lesson.h. */
#ifndef DEMO_LANGUAGE_WANTED_H
#define DEMO_LANGUAGE_WANTED_H

#include <stdbool.h>

#include "demo/language/calls.h"

bool wanted_is_met(const struct wanted *wanted, const struct outcome *o,
    const struct variables *v);

#endif
