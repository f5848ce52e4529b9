/* SPDX-License-Identifier: MIT */
/* Continuing in the background, once everything that can fail has succeeded. */
#ifndef SYS_PROCESS_BACKGROUND_H
#define SYS_PROCESS_BACKGROUND_H

#include <stddef.h>

#include "base/error.h"

struct background_opts {
	const int *keep;   /* inherited descriptors that are still needed */
	size_t keep_count; /* all others above 2 are closed */
};

/*
 * Forks. Returns 0 in the child, which has a session of its own, /dev/null as
 * standard input and output, and still the standard error of the parent; on *fd
 * it tells the parent that it is ready. Returns 1 in the parent when the child
 * has done so, and its line is on standard output, or when the child has ended
 * with success. Returns -1 with err filled if the child has failed, with its
 * status, or if the parent cannot read from the child, which is ended then. In
 * the parent *fd is BACKGROUND_PARENT.
 */
#define BACKGROUND_PARENT (-2)

int background_start(
    const struct background_opts *opts, int *fd, struct error *err);

/* In the child: tells the parent the line, and replaces standard error by
 * log_fd, or by /dev/null if that is -1. Returns 0; or -1 with err filled, and
 * the standard error of the parent is still there for the message. */
int background_ready(int fd, const char *line, int log_fd, struct error *err);

#endif
