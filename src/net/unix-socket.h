/* SPDX-License-Identifier: MIT */
/* Making Unix sockets. */
#ifndef NET_UNIX_SOCKET_H
#define NET_UNIX_SOCKET_H

#include "tap/tap.h"

/* A socket of the type, SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM; close-on-
 * exec, non-blocking. Returns it, or -1 with errno. */
int unix_socket_open(int type, struct tap *tap);

/* "stream", "seqpacket", "datagram"; "SOCK_STREAM" and so on. */
const char *unix_socket_type(int type);
const char *unix_socket_constant(int type);

#endif
