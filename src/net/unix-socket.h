/* SPDX-License-Identifier: MIT */
/* Unix sockets: making one, and who is at the other end. */
#ifndef NET_UNIX_SOCKET_H
#define NET_UNIX_SOCKET_H

#include "tap/tap.h"

/* Room for any unix_socket_peer(). */
#define UNIX_SOCKET_PEER 64

/* A socket of the type, SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM; close-on-
 * exec, non-blocking. Returns it, or -1 with errno. */
int unix_socket_open(int type, struct tap *tap);

/* "stream", "seqpacket", "datagram". */
const char *unix_socket_type(int type);

/* "pid 4711 uid 0 gid 0": the process that connected, or that began to listen,
 * as it was then (SO_PEERCRED). Without a pid if it is hidden from us. Returns
 * buf. */
char *unix_socket_peer(char buf[UNIX_SOCKET_PEER], int fd);

#endif
