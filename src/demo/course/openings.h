/* SPDX-License-Identifier: MIT */
/* Calls with which several lessons begin. */
#ifndef DEMO_COURSE_OPENINGS_H
#define DEMO_COURSE_OPENINGS_H

#include "demo/course/lesson.h"

/* The first party listens, the second one is connected to it by TCP: c and s
 * are the descriptors of the server and of the client, listener that of the
 * listening socket, and there its address. */
extern const struct opening opening_tcp;

/* The same, without the connection: nobody has connected. */
extern const struct opening opening_listener;

/* The first party has bound closed to the address shut, and does not listen on
 * it; its listening socket has the address there and a full queue, in which the
 * connection of the second party's socket waiting is. */
extern const struct opening opening_failing;

/* The first party has bound a socket to a port of all addresses, IPv4 and IPv6,
 * so that no other program takes the port; port is the address. */
extern const struct opening opening_port;

/* The first party has a UDP socket r, bound to there; the second one has a UDP
 * socket s. */
extern const struct opening opening_udp;

/* The same, of a server and a client. */
extern const struct opening opening_udp_server;

#endif
