/* SPDX-License-Identifier: MIT */
/* Reading a command line by its option tables. */
#ifndef FRONT_OPTION_H
#define FRONT_OPTION_H

#include "args/config.h"
#include "base/error.h"
#include "front/option-table.h"

/*
 * Reads options and operands from argv[1] on into cfg; operands are added to
 * cfg->operands. Returns the index of the first argument that was not read,
 * or -1 with FAULT_USAGE.
 */
int option_read(const struct option_scan *scan, int argc, char **argv,
    struct config *cfg, struct error *err);

/* Whether --json is among the options, which may be wrong otherwise. */
bool option_has_json(const struct option_scan *scan, int argc, char **argv);

#endif
