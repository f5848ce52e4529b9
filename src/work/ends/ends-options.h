/* SPDX-License-Identifier: MIT */
/* Options that have no effect with an address. */
#ifndef WORK_ENDS_ENDS_OPTIONS_H
#define WORK_ENDS_ENDS_OPTIONS_H

#include "args/config.h"
#include "args/spec.h"

/* Refuses an option that has an effect with none of the addresses. Returns 0,
 * or -1 with FAULT_USAGE. */
int ends_options_check(const struct config *cfg, const struct spec *ends,
    size_t count, struct error *err);

#endif
