/* SPDX-License-Identifier: MIT */
/* What nc does with -l: it accepts connections, or receives datagrams. */
#ifndef WORK_NC_NC_LISTEN_H
#define WORK_NC_NC_LISTEN_H

#include "work/run.h"

/* Listens on a port. Returns 0, or -1 with err filled. */
int nc_listen(const struct run *run, struct error *err);

#endif
