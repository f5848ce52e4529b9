/* SPDX-License-Identifier: MIT */
/* The sandbox of a run: what follows from the command line. */
#ifndef WORK_CONFINE_H
#define WORK_CONFINE_H

#include "work/confine-opts.h"
#include "work/run.h"

/* --sandbox, in the order of its words. */
enum confine_how { CONFINE_ON, CONFINE_OFF, CONFINE_STRICT };

/*
 * Gives up what the rest of the run does not need, unless --sandbox=off. To be
 * called when files are open and addresses are bound, before anything is read
 * from a peer; later calls take more away. With programs there is no sandbox,
 * since they would be in it, unless --sandbox=strict. Returns 0, or -1 with err
 * filled.
 */
int confine(
    const struct run *run, const struct confine_opts *opts, struct error *err);

/* The same for commands that find causes: they connect wherever they find
 * addresses, and read what this host says of itself and of its processes, which
 * landlock would hide. */
int confine_asking(const struct run *run, struct error *err);

/* What a run with these opts needs and keeps; for tests. */
void confine_make(const struct config *cfg, const struct confine_opts *opts,
    struct sandbox_rules *out);

#endif
