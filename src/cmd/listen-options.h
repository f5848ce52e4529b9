/* SPDX-License-Identifier: MIT */
/* Options of a listener that mean nothing together. */
#ifndef CMD_LISTEN_OPTIONS_H
#define CMD_LISTEN_OPTIONS_H

#include "base/error.h"
#include "cli/config.h"

/* Returns 0, or -1 with FAULT_USAGE: one of the options would be without any
 * effect. */
int listen_options_check(const struct config *cfg, struct error *err);

#endif
