/* SPDX-License-Identifier: MIT */
/* The observer of --progress. */
#ifndef WORK_WATCHING_WATCHING_PROGRESS_H
#define WORK_WATCHING_WATCHING_PROGRESS_H

#include "work/run.h"

/* Makes the observer. Returns NULL if the command line does not ask for it, or
 * if standard error is no terminal. */
struct tap *watching_progress(const struct run *run);

#endif
