/* SPDX-License-Identifier: MIT */
/* The letters of nc for TLS: -c -e -H -K -o -R -T. */
#ifndef FRONT_NC_NC_TLS_H
#define FRONT_NC_NC_TLS_H

#include "args/config.h"
#include "base/error.h"

/* Stores what the words of -T say, checks what these letters mean together, and
 * gives the config what a listener needs. Returns 0, or -1 with FAULT_USAGE in
 * the words of nc. */
int nc_tls_settle(struct config *cfg, struct error *err);

/* Adds to an error what -c and -e do in other netcats: they execute a program.
 * Returns -1. */
int nc_tls_explain(const char *letter, struct error *err);

#endif
