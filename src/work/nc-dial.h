/* SPDX-License-Identifier: MIT */
/* Dialling as nc: what its options say of a connection is done here, for all
 * kinds of sockets. */
#ifndef WORK_NC_DIAL_H
#define WORK_NC_DIAL_H

#include "net/bind/unix-binding.h"
#include "net/dial/connection.h"
#include "work/run.h"

/* Dials the port of the host, by UDP with -u, by a proxy with -x. Returns 0
 * with out filled, its socket the caller's; or -1 with err filled. */
int nc_dial_port(const struct run *run, const struct sockopts *sockopts,
    const char *port, struct connection *out, struct error *err);

/* The same with a Unix socket. Its own end is NULL for one without a name. */
int nc_dial_unix(const struct run *run, const struct unix_binding_opts *peer,
    const struct unix_binding *own, struct connection *out, struct error *err);

#endif
