/* SPDX-License-Identifier: MIT */
/* What nc does without -l and -U: it connects to ports, one after the other. */
#ifndef WORK_NC_NC_CONNECT_H
#define WORK_NC_NC_CONNECT_H

#include "work/run.h"

/* Uses each of the ports that can be reached. Returns 0, or -1 with err filled,
 * without a text if none could be: the observers have been told. */
int nc_connect(const struct run *run, struct error *err);

#endif
