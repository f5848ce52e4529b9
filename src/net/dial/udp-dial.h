/* SPDX-License-Identifier: MIT */
/* Dialling by UDP: the host is looked up, and a socket is connected, which
 * sends nothing. */
#ifndef NET_DIAL_UDP_DIAL_H
#define NET_DIAL_UDP_DIAL_H

#include "net/dial/inet-dial.h"

/* Each round looks the host up, and takes the first of its addresses to which
 * there is a route. What the options point to must live as long as the dial. */
struct dial *udp_dial(const struct inet_dial_opts *opts);

#endif
