/* SPDX-License-Identifier: MIT */
/* What the server behind an open port says: who speaks first, how it answers a
 * request, and whether it speaks TLS. One connection at a time, with nothing
 * but what a client would send. */
#ifndef PROBE_LOOK_SERVICE_LOOK_H
#define PROBE_LOOK_SERVICE_LOOK_H

#include "probe/look/service-facts.h"
#include "sys/socket/address.h"

/* Fills out. Returns 0, or -1 with FAULT_SIGNAL. */
int service_look(const struct address *target,
    const struct service_look_opts *opts, struct service_facts *out,
    struct error *err);

#endif
