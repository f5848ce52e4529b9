/* SPDX-License-Identifier: MIT */
/* Options of a listener that mean nothing together. */
#ifndef WORK_LISTEN_OPTIONS_H
#define WORK_LISTEN_OPTIONS_H

#include "args/config.h"
#include "base/error.h"

/* Returns 0, or -1 with FAULT_USAGE: one of the options would be without any
 * effect. */
int listen_options_check(const struct config *cfg, struct error *err);

/* The same for what a socket that is taken over cannot be given any more. */
int listen_options_check_inherited(const struct config *cfg, struct error *err);

/* What --backlog says, or the default. */
int listen_options_backlog(const struct config *cfg);

#endif
