/* SPDX-License-Identifier: MIT */
/* The observer of --json and --events. */
#ifndef WORK_WATCHING_WATCHING_EVENTS_H
#define WORK_WATCHING_WATCHING_EVENTS_H

#include "tap/events.h"
#include "work/run.h"

/* Gives the events the file or descriptor that the command line names, as
 * run->events_fd, and adds them to run->tap if they have anybody to tell. To be
 * called before lifecycle_begin(). Returns 0, or -1 with err filled. */
int watching_begin_events(
    struct run *run, struct events *events, struct error *err);

#endif
