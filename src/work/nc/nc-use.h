/* SPDX-License-Identifier: MIT */
/* What nc does with a connection that it has dialled. */
#ifndef WORK_NC_NC_USE_H
#define WORK_NC_NC_USE_H

#include "net/dial/connection.h"
#include "work/run.h"

/* Converses, or as the options say only asks whether the port is open, or
 * passes the socket on. Takes the socket over. Returns 0, or -1 with err
 * filled. */
int nc_use(
    const struct run *run, const struct connection *c, struct error *err);

#endif
