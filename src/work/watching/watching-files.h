/* SPDX-License-Identifier: MIT */
/* Checks that observers do not write to a file that is used otherwise. */
#ifndef WORK_WATCHING_WATCHING_FILES_H
#define WORK_WATCHING_WATCHING_FILES_H

#include "args/config.h"
#include "base/error.h"

/* Whether an observer's file has a name of standard output. */
bool watching_is_stdout(const char *name);

/* Which observer writes to standard output, where the payload would go. Returns
 * its option, or NULL. */
const char *watching_takes_stdout(const struct config *cfg);

/* Refuses two observers of one regular file, which would overwrite each other,
 * and an observer that writes to the input. To be called before the files are
 * emptied, and again when all exist. Returns 0, or -1 with err filled. */
int watching_files_check(const struct config *cfg, struct error *err);

#endif
