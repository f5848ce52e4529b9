/* SPDX-License-Identifier: MIT */
/* The rights of the user that a run has: --user, --chroot. */
#ifndef WORK_CONFINE_RIGHTS_H
#define WORK_CONFINE_RIGHTS_H

#include "work/confine-opts.h"
#include "work/run.h"

/* Becomes another user and leaves the files outside of a directory, where that
 * was asked for, and checks that the rest of the run can do its work then: it
 * has its programs, and can make or remove its files. Returns 0, or -1 with err
 * filled. */
int confine_rights(
    const struct run *run, const struct confine_opts *opts, struct error *err);

#endif
