/* SPDX-License-Identifier: MIT */
/* Two programs with the two ends of a connection as their stdin and stdout. */
#ifndef DEMO_JOIN_H
#define DEMO_JOIN_H

#include "base/error.h"
#include "demo/pair.h"

/* Runs argv, which is "A... -- B...", until both have ended. Returns 0, or -1
 * with FAULT_USAGE, as pair_open(), as child_run_program(), or with the first
 * status that is not 0. */
int join_run(const struct pair_opts *opts, char **argv, struct error *err);

#endif
