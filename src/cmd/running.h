/* SPDX-License-Identifier: MIT */
/* How a command runs beside what it does: in the background, with a log, a pid
 * file, an owner. */
#ifndef CMD_RUNNING_H
#define CMD_RUNNING_H

#include "cli/config.h"

/* To be called before the command opens anything. Returns 0 where the command
 * is to run: here, or in the child in the background, whose cfg says how to
 * report. Returns -1 where it is not: err is then how to end. */
int running_begin(struct config *cfg, struct error *err);

/* Before anybody is told that we are ready: writes the file of --pid-file.
 * Returns 0, or -1 with err filled. */
int running_note_pid(const struct config *cfg, struct error *err);

/* We are ready, which the line says: the parent of --background may go.
 * Returns 0, or -1 with err filled. */
int running_ready(
    const struct config *cfg, const char *line, struct error *err);

/* Removes the pid file, and leaves the status where it is to be found. Returns
 * 0, or -1 with err filled. */
int running_end(const struct config *cfg, int status, struct error *err);

#endif
