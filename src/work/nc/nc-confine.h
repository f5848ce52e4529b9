/* SPDX-License-Identifier: MIT */
/* The sandbox of an nc that dials. */
#ifndef WORK_NC_NC_CONFINE_H
#define WORK_NC_NC_CONFINE_H

#include "args/nc-words.h"
#include "work/run.h"

/* Gives up all but what it takes to dial these ports; to be called once, since
 * the kernel takes no more than 16 limits of a process. Returns 0, or -1 with
 * err filled. */
int nc_confine_dialling(
    const struct run *run, const struct nc_ports *ports, struct error *err);

/* The same when all is dialled, to ports or a Unix socket. */
int nc_confine_connected(const struct run *run, struct error *err);

#endif
