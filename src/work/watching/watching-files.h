/* SPDX-License-Identifier: MIT */
/* Whether the files of the observers are different ones. */
#ifndef WORK_WATCHING_WATCHING_FILES_H
#define WORK_WATCHING_WATCHING_FILES_H

#include "args/config.h"
#include "base/error.h"

/* Whether an observer's file has a name of standard output. */
bool watching_is_stdout(const char *name);

/* Which observer writes to standard output, where the payload would go. Returns
 * its option, or NULL. */
const char *watching_takes_stdout(const struct config *cfg);

/* Two that write to one regular file write over each other, and one that is the
 * input would be read for ever. Looks at what the names are now, so it is asked
 * before the files are emptied, and again when they are there. Returns 0, or -1
 * with err filled. */
int watching_files_check(const struct config *cfg, struct error *err);

#endif
