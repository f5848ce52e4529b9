/* SPDX-License-Identifier: MIT */
/*
 * Addresses of the loopback network for Unix sockets: packets of a capture
 * cannot have theirs.
 */
#ifndef TAP_CAPTURE_STAND_IN_H
#define TAP_CAPTURE_STAND_IN_H

#include "sys/socket/address.h"

/* For the listener: 127.0.0.2:1. */
struct address stand_in_listener(void);

/* For the client of that number, from 0 on: a port of its own, from
 * 127.0.0.1:1024 on. */
struct address stand_in_client(unsigned number);

/* For a socket of datagrams: each name has an address of 127.128.0.0/9; without
 * a name (or NULL) it is 127.0.0.1:1024. */
struct address stand_in_named(const struct address *unix_address);

#endif
