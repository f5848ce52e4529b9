/* SPDX-License-Identifier: MIT */
/* The standard streams of a run, or the files and texts that the command line
 * names instead. */
#ifndef WORK_NEAR_LOCAL_H
#define WORK_NEAR_LOCAL_H

#include "stream/stdio.h"
#include "work/run.h"

/* What the command does not use, whatever the command line says. */
struct local_limits {
	bool no_stdin, no_output;
};

/* Checks that the options agree. Returns 0, or -1 with err filled. */
int local_check(const struct config *cfg, struct error *err);

/* Checks the options and opens the files; an existing output is not emptied
 * yet. Returns 0 with opts filled, or -1 with err filled and nothing open. */
int local_open(struct stdio_opts *opts, const struct run *run,
    const struct local_limits *limits, struct error *err);

/* Opens the files before local_open() does, and keeps them in the run: they may
 * be named after descriptors of this process (/dev/stdin, /dev/fd/63) that are
 * closed in the background. Returns 0, or -1 with err filled. */
int local_open_early(struct run *run, struct error *err);

/* Makes the stream, which owns the files from then on, and empties the file
 * given with --output: now it is certain that something replaces what it
 * holds. Returns NULL with err filled. */
struct stream *local_stream(
    struct stdio_opts *opts, struct tap *tap, struct error *err);

/* Empties that file alone. Returns 0, or -1 with err filled. */
int local_empty(const struct stdio_opts *opts, struct error *err);

/* Closes what local_open() opened, if it did not become a stream. */
void local_cancel(struct stdio_opts *opts);

#endif
