/* SPDX-License-Identifier: MIT */
/* What the command line says of dialling. */
#ifndef WORK_FAR_DIALLING_H
#define WORK_FAR_DIALLING_H

#include "net/dial/inet-dial.h"
#include "work/run.h"

/* The limits of time and number for reaching the peer, from the command line.
 */
struct retry_opts dialling_retry(const struct run *run);

/* All that it says, for a host and a port. */
struct inet_dial_opts dialling_inet(
    const struct run *run, const char *host, const char *port);

#endif
