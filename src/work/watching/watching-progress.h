/* SPDX-License-Identifier: MIT */
/* The observer of --progress. */
#ifndef WORK_WATCHING_WATCHING_PROGRESS_H
#define WORK_WATCHING_WATCHING_PROGRESS_H

#include "work/run.h"

/* Makes the observer that the command line asks for, or returns NULL: it asks
 * for none, or one would disturb, since standard error is no terminal. */
struct tap *watching_progress(const struct run *run);

#endif
