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

/* Whether the flag at this offset in struct config stands among the options,
 * which need not be right otherwise. */
bool option_glance(
    const struct option_scan *scan, int argc, char **argv, size_t offset);

#endif
