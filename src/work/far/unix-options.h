/* SPDX-License-Identifier: MIT */
/* What the command line says about a Unix socket: its type, and the permissions
 * of its file. */
#ifndef WORK_FAR_UNIX_OPTIONS_H
#define WORK_FAR_UNIX_OPTIONS_H

#include <sys/types.h>

#include "args/config.h"
#include "sys/socket/address.h"

/* The type that the options ask for: a stream by default. Returns it, or -1
 * with err filled. */
int unix_options_type(const struct config *cfg, struct error *err);

/* Refuses --mode for a name that has no file. Returns 0, or -1 with
 * FAULT_USAGE. */
int unix_options_check_mode(
    const struct config *cfg, const struct address *where, struct error *err);

/* What --mode says, or the default. */
mode_t unix_options_mode(const struct config *cfg);

#endif
