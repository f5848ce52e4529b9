/* SPDX-License-Identifier: MIT */
/* A connection that is not dialled, but waited for: the next client of a
 * listener. */
#ifndef NET_DIAL_ACCEPT_DIAL_H
#define NET_DIAL_ACCEPT_DIAL_H

#include "net/bind/listener.h"
#include "net/dial/dial.h"

/* Each round waits for a client. Several dials may wait at the same time: each
 * client is that of one of them. The listener lives as long; the name, for
 * messages, is copied. */
struct dial *accept_dial(
    struct listener *l, const char *name, const struct retry_opts *retry);

#endif
