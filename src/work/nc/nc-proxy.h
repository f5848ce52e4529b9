/* SPDX-License-Identifier: MIT */
/* Dialling as nc does with -x. */
#ifndef WORK_NC_NC_PROXY_H
#define WORK_NC_NC_PROXY_H

#include "net/dial/connection.h"
#include "net/dial/inet-dial.h"
#include "work/far/secure.h"
#include "work/run.h"

/* Dials the host of these options by the proxy; of the user of -P it asks for
 * the password if the proxy wants one. What is secure is laid over that.
 * Returns 0 with out filled, its socket or stream the caller's; or -1 with err
 * filled, in the words of nc. */
int nc_proxy_dial(const struct run *run, const struct inet_dial_opts *opts,
    struct secure *secure, struct connection *out, struct error *err);

#endif
