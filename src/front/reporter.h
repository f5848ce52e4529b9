/* SPDX-License-Identifier: MIT */
/* Says what becomes of a run: errors in the words of the front end, events of
 * main, and the status. */
#ifndef FRONT_REPORTER_H
#define FRONT_REPORTER_H

#include "args/config.h"
#include "cmd/command.h"
#include "tap/events.h"

struct reporter {
	const struct config *cfg;
	const struct command *command; /* NULL: none was found */
	struct events events;
};

/* The time of the events begins. The config stays the caller's. */
struct reporter reporter_make(const struct config *cfg);

/* The command line is read, as far as that was possible, so that there is no
 * run unless runs: what is on standard error is for programs from now on if
 * --json is given. */
void reporter_begin(
    struct reporter *r, const struct command *command, bool runs);

/* The run begins, or cannot, which is result. The parent of a process in the
 * background leaves the events to that, but for its own end, unless that has
 * said what went wrong. */
void reporter_start(
    struct reporter *r, bool is_parent, int result, const struct error *err);

/* Decides whether to die of SIGPIPE, if that is what the result means. */
void reporter_settle(int result, struct error *err);

/* Of a result of the run, which is 0, or below 0 with err filled. */
int reporter_status(
    const struct reporter *r, int result, const struct error *err);

/* What goes wrong at the end, late, turns success into failure; behind a
 * failure it is only told. Returns -1 with err filled. */
int reporter_fail_late(struct reporter *r, int result, const struct error *late,
    struct error *err);

/* Says why the run has failed, if it has, and writes the summary. Returns the
 * result, or -1 with err filled. */
int reporter_conclude(struct reporter *r, int result, struct error *err);

void reporter_free(struct reporter *r);

#endif
