/* SPDX-License-Identifier: MIT */
/* Errors in the words of nc, which scripts look for. */
#ifndef WORK_NC_NC_ERROR_H
#define WORK_NC_NC_ERROR_H

#include "args/config.h"
#include "base/error.h"

/* Where the reason is an errno, says "WHAT: " and what the C library calls
 * that; an empty what is left out. Returns -1. */
int nc_error_restate(const char *what, struct error *err);

/* The same for a name that could not be looked up. Returns -1. */
int nc_error_of_lookup(
    const struct config *cfg, const char *port, struct error *err);

/* Rewords the failure of a TLS handshake. Its kind becomes FAULT_TLS, after
 * which the next port is not tried. Leaves other errors as they are. Returns
 * -1. */
int nc_error_of_tls(struct error *err);

#endif
