/* SPDX-License-Identifier: MIT */
/* How people write a fault that is made on purpose:
 * [up:|down:|both:]KIND[=VALUE][,KEY=VALUE]... (genet-faults(7)). */
#ifndef ARGS_FAULT_SPEC_H
#define ARGS_FAULT_SPEC_H

#include "base/error.h"
#include "relay/impair/impairment.h"

/* Understands a fault. Returns 0 with out filled, to be freed by
 * impairment_free(); or -1 with FAULT_USAGE, out needs not be freed then. */
int fault_spec_parse(
    const char *text, struct impairment *out, struct error *err);

/* Offers the names of the kinds; no help goes with them. */
void fault_spec_list(
    void (*take)(void *context, const char *word, const char *help),
    void *context);

/* Whether conversations that carry this can have the fault. Returns 0, or -1
 * with FAULT_USAGE. words: as the user wrote the fault. */
int fault_spec_fits(const struct impairment *i, const char *words,
    enum impair_carrier carrier, struct error *err);

#endif
