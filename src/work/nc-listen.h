/* SPDX-License-Identifier: MIT */
/* What nc does with -l: it accepts connections, or receives datagrams. */
#ifndef WORK_NC_LISTEN_H
#define WORK_NC_LISTEN_H

#include "net/bind/binding.h"
#include "net/bind/listener.h"
#include "work/run.h"

/* Listens on a port. Returns 0, or -1 with err filled. */
int nc_listen(
    const struct run *run, const struct sockopts *sockopts, struct error *err);

/* Both ways to listen, whichever kind of socket it is. With -u and -k every
 * sender is heard, and none is answered: */
bool nc_listen_hears_all(const struct config *cfg);

/* Then receives datagrams of at most so many bytes at the sockets, which stay
 * the caller's. Returns 0, or -1 with err filled. */
int nc_listen_receive(const struct run *run, const struct binding *b,
    size_t room, struct error *err);

/* Else serves the listener, which it takes over. NULL: it could not be opened,
 * and err says why. Returns 0, or -1 with err filled. */
int nc_listen_serve(
    const struct run *run, struct listener *l, struct error *err);

#endif
