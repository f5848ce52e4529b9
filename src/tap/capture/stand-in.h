/* SPDX-License-Identifier: MIT */
/*
 * Addresses of the internet that stand in for those of Unix sockets in a
 * capture, which has no form for these. All are of the loopback network.
 */
#ifndef TAP_CAPTURE_STAND_IN_H
#define TAP_CAPTURE_STAND_IN_H

#include "sys/address.h"

/* For a socket with a name that others find: 127.0.0.2:1. */
struct address stand_in_listener(void);

/* For the one that has connected there, by its number from 0 on: from
 * 127.0.0.1:1024 on, with a port of its own. */
struct address stand_in_client(unsigned number);

/* For another socket of datagrams: the same name has the same address, one of
 * 127.128.0.0/9; without a name (or NULL) it is 127.0.0.1:1024. */
struct address stand_in_named(const struct address *unix_address);

#endif
