/* SPDX-License-Identifier: MIT */
/* The command line of genet. */
#ifndef FRONT_GENET_H
#define FRONT_GENET_H

#include "cmd/command.h"

/*
 * Reads the command line. Returns 0 when the command is to be run with cfg; 1
 * when the line asked for help or the version, which is printed; or -1 with err
 * filled, and *command set if it was found.
 */
int genet_read(int argc, char **argv, const struct command **command,
    struct config *cfg, struct error *err);

#endif
