/* SPDX-License-Identifier: MIT */
/* Runs conversations between this host's end and an address. */
#ifndef WORK_ENDS_ENDS_RUN_H
#define WORK_ENDS_ENDS_RUN_H

#include "args/spec.h"
#include "work/run.h"

/* Each refuses options that have no effect with the address first. Return 0, or
 * -1 with err filled. */

/* Reaches the address, and serves the connection to its end. */
int ends_run_dialled(
    const struct run *run, const struct spec *target, struct error *err);

/* Listens at the address, announces that, and serves clients to the end. */
int ends_run_listening(
    const struct run *run, const struct spec *where, struct error *err);

#endif
