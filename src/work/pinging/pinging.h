/* SPDX-License-Identifier: MIT */
/* Pings addresses, one after the other, and reports what they find. */
#ifndef WORK_PINGING_PINGING_H
#define WORK_PINGING_PINGING_H

#include "args/spec.h"
#include "work/run.h"

/* Pings the targets in turn until --count, --timeout or a signal ends it,
 * prints a line for each ping and the totals of each target. Returns 0 if all
 * pings were answered, or -1 with err filled. */
int pinging(const struct run *run, const struct spec *targets, size_t count,
    struct error *err);

#endif
