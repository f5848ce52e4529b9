/* SPDX-License-Identifier: MIT */
/* Going on in the background once everything that can fail has succeeded. */
#ifndef SYS_BACKGROUND_H
#define SYS_BACKGROUND_H

#include <stddef.h>

#include "base/error.h"

struct background_opts {
	const int *keep;   /* inherited descriptors that are still needed */
	size_t keep_count; /* all others above 2 are closed */
};

/*
 * Forks. Returns 0 in the child, which is in a session of its own, reads
 * nothing, writes its output nowhere, and still has our standard error; *fd is
 * where it says that it is ready. Returns 1 in the parent when the child has
 * said so, and what it said is on our standard output; or when the child has
 * ended with success. Returns -1 with err filled if the child has failed, with
 * its status, or if nobody can hear from it: then it is ended. In the parent of
 * a child *fd is BACKGROUND_PARENT.
 */
#define BACKGROUND_PARENT (-2)

int background_start(
    const struct background_opts *opts, int *fd, struct error *err);

/* In the child: tells the parent the line, and lets go of its standard error,
 * in favour of log_fd, or of nothing if that is -1. Returns 0; or -1 with err
 * filled, which the parent's standard error is still there for. */
int background_ready(int fd, const char *line, int log_fd, struct error *err);

#endif
