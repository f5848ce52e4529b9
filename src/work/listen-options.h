/* SPDX-License-Identifier: MIT */
/* Options of a listener that mean nothing together. */
#ifndef WORK_LISTEN_OPTIONS_H
#define WORK_LISTEN_OPTIONS_H

#include "net/bind/binding.h"
#include "work/run.h"

/* Returns 0, or -1 with FAULT_USAGE: one of the options would be without any
 * effect. */
int listen_options_check(const struct config *cfg, struct error *err);

/* What the command line says about an internet socket of the type that is
 * bound to a host and a port. */
struct binding_opts listen_options_binding(
    const struct run *run, int type, const char *host, const char *port);

/* What --backlog says, or the default. */
int listen_options_backlog(const struct config *cfg);

#endif
