/* SPDX-License-Identifier: MIT */
/* The permissions of the file of a Unix socket. */
#ifndef WORK_FAR_SOCKET_MODE_H
#define WORK_FAR_SOCKET_MODE_H

#include <sys/types.h>

#include "args/config.h"
#include "sys/address.h"

/* Refuses --mode for a name that has no file. Returns 0, or -1 with
 * FAULT_USAGE. */
int socket_mode_check(
    const struct config *cfg, const struct address *where, struct error *err);

/* What --mode says, or the default. */
mode_t socket_mode(const struct config *cfg);

#endif
