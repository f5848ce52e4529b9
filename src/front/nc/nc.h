/* SPDX-License-Identifier: MIT */
/* The command line of nc, as Debian's netcat-openbsd has it, read into the same
 * config as genet's own. */
#ifndef FRONT_NC_NC_H
#define FRONT_NC_NC_H

#include "args/config.h"
#include "base/error.h"

/* The last part of argv[0] if genet was called by a name of nc; or NULL. */
const char *nc_name(const char *argv0);

/* Reads the options and operands behind argv[0] into cfg, with what only nc
 * asks for in cfg->nc. Returns 0 if the run is to begin, 1 if the line asks for
 * help, or -1 with err filled: FAULT_PROGRAM if nc says no more than its usage.
 * Nothing is run, opened or written. */
int nc_parse(int argc, char **argv, struct config *cfg, struct error *err);

/* The address family: without a host, nc listens by IPv4 only. */
int nc_family(const struct config *cfg);

/* The same as nc_parse(), with that family; help and usage are written to
 * standard error. */
int nc_read(int argc, char **argv, struct config *cfg, struct error *err);

#endif
