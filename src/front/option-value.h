/* SPDX-License-Identifier: MIT */
/* The values of options: checked, and put into the config. */
#ifndef FRONT_OPTION_VALUE_H
#define FRONT_OPTION_VALUE_H

#include "args/config.h"
#include "args/option-spec.h"
#include "base/error.h"

/* value is NULL where the option takes none, or was left out. Returns 0, or -1
 * with FAULT_USAGE. */
int option_value_store(const struct option_spec *spec, const char *value,
    struct config *cfg, struct error *err);

#endif
