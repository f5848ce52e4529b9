/* SPDX-License-Identifier: MIT */
/* What the command line says about a Unix socket: its type, and the permissions
 * of its file. */
#ifndef WORK_FAR_UNIX_OPTIONS_H
#define WORK_FAR_UNIX_OPTIONS_H

#include <sys/types.h>

#include "args/config.h"
#include "args/spec.h"

/* Gives an address of Unix sockets the kind that --seqpacket or --datagram asks
 * for. Returns 0, or -1 with FAULT_USAGE. */
int unix_options_settle(
    const struct config *cfg, struct spec *s, struct error *err);

/* Refuses --mode for a name that has no file. Returns 0, or -1 with
 * FAULT_USAGE. */
int unix_options_check_mode(
    const struct config *cfg, const struct address *where, struct error *err);

/* What --mode says, or the default. */
mode_t unix_options_mode(const struct config *cfg);

#endif
