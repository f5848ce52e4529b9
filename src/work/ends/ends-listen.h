/* SPDX-License-Identifier: MIT */
/* Listening at an address. */
#ifndef WORK_ENDS_ENDS_LISTEN_H
#define WORK_ENDS_ENDS_LISTEN_H

#include "args/spec.h"
#include "net/bind/listener.h"
#include "work/run.h"

/* Binds the address and listens, or takes over the descriptor that it names.
 * Where a program runs for each client, a port without a host is that of the
 * loopback address. Returns NULL with err filled: FAULT_USAGE, FAULT_BIND, or
 * as the lookup. */
struct listener *ends_listen(
    const struct run *run, const struct spec *spec, struct error *err);

#endif
