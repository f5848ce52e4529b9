/* SPDX-License-Identifier: MIT */
/* What nc does with -U: it connects to a Unix socket, or makes one. */
#ifndef WORK_NC_NC_UNIX_H
#define WORK_NC_NC_UNIX_H

#include "work/run.h"

/* Returns 0, or -1 with err filled. */
int nc_unix(const struct run *run, struct error *err);

#endif
