/* SPDX-License-Identifier: MIT */
/* The whole of a file that the command line names. */
#ifndef WORK_TEXT_FILE_H
#define WORK_TEXT_FILE_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"

struct text_file_opts {
	const char *name;
	const char *what; /* it is, as in "a file of faults" */
	size_t most;      /* how long it may be */
	int64_t deadline;
};

/* Adds the bytes of the file to out, and then a NUL that does not count.
 * Returns 0, or -1 with err filled: FAULT_USAGE if the file is longer. */
int text_file_read(
    const struct text_file_opts *opts, struct bytes *out, struct error *err);

#endif
