/* SPDX-License-Identifier: MIT */
/* Reports the result of a run: errors for people, the events of main(), and the
 * exit status. */
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

/* To be called when the command line was read; runs is false if there is no
 * run, because of an error or a request for help. With --json, standard error
 * is for programs from now on. */
void reporter_begin(
    struct reporter *r, const struct command *command, bool runs);

/* Tells that the run begins; a result below 0 means that it cannot. The parent
 * of a background process tells only of its own end, and nothing if the child
 * has reported an error. */
void reporter_start(
    struct reporter *r, bool is_parent, int result, const struct error *err);

/* Replaces the end by SIGPIPE by an error if the parent has ignored that
 * signal. */
void reporter_settle(int result, struct error *err);

/* The exit status for a result: 0, or below 0 with err filled. */
int reporter_status(
    const struct reporter *r, int result, const struct error *err);

/* Takes an error from the end of the run. It becomes the result of a run that
 * was successful, and is only printed after another failure; but a signal is
 * the result in any case. Returns -1 with err filled. */
int reporter_fail_late(struct reporter *r, int result, const struct error *late,
    struct error *err);

/* Says why the run has failed, if it has, and writes the summary. Returns the
 * result, or -1 with err filled. */
int reporter_conclude(struct reporter *r, int result, struct error *err);

void reporter_free(struct reporter *r);

#endif
