/* SPDX-License-Identifier: MIT */
/* Dialling by TCP: the host is looked up, and its addresses are raced. */
#ifndef NET_DIAL_TCP_DIAL_H
#define NET_DIAL_TCP_DIAL_H

#include "net/dial/inet-dial.h"

/* Each round looks the host up and races its addresses (RFC 8305). An error has
 * a line of detail for each address if several failed for different reasons.
 * What the options point to must live as long as the dial. */
struct dial *tcp_dial(const struct inet_dial_opts *opts);

#endif
