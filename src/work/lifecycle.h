/* SPDX-License-Identifier: MIT */
/* The life cycle of a run: to the background, ready, over; with a log, a pid
 * file, a status file, an owner. */
#ifndef WORK_LIFECYCLE_H
#define WORK_LIFECYCLE_H

#include "work/run.h"

/* To be called before the command opens anything; fills the run, of which cfg,
 * tap, deadline and events_fd are given. Returns 0 where the command is to run:
 * here, or in the child in the background. Returns 1 in the parent of that
 * child, which has nothing left to do; or -1 with err filled. */
int lifecycle_begin(struct run *run, struct error *err);

/* Nothing can fail any more: writes the pid file, and tells all programs that
 * were named on the command line or in NOTIFY_SOCKET. The line is the
 * announcement, the status what a service manager shows. Returns 0, or -1 with
 * err filled. */
int lifecycle_ready(const struct run *run, const char *line, const char *status,
    struct error *err);

/* Removes the pid file, and leaves the status where it is to be found. Returns
 * 0, or -1 with err filled. */
int lifecycle_end(const struct run *run, int status, struct error *err);

#endif
