/* SPDX-License-Identifier: MIT */
/* What addresses can be: kinds, hosts, ports, sockets, files. */
#ifndef FRONT_COMPLETE_ADDRESSES_H
#define FRONT_COMPLETE_ADDRESSES_H

#include "front/complete/candidates.h"
#include "front/complete/cursor.h"

/* Adds what the word at the cursor could be. */
typedef void addresses_adder(const struct cursor *cursor, struct candidates *c);

/* By the rules of the command: a kind and what follows it; or a host. */
addresses_adder addresses_all;
/* HOST, or HOST:PORT; a port; the path or the name of a Unix socket. */
addresses_adder addresses_hosts, addresses_ports, addresses_sockets;

#endif
