/* SPDX-License-Identifier: MIT */
/* A connection that is not dialled, but waited for: the next client of a
 * listener. */
#ifndef NET_DIAL_ACCEPT_DIAL_H
#define NET_DIAL_ACCEPT_DIAL_H

#include "base/list.h"
#include "net/bind/listener.h"
#include "net/dial/dial.h"

/* The dials that wait for clients of a listener, first come, first served.
 * Begins without dials. */
struct accept_queue {
	struct listener *listener;
	struct list dials;
};

/* Each round waits for a client of the listener: the dial whose round began
 * first has the next one. A client that was reset while it waited is passed
 * over. The queue and its listener live as long, and stay where they are; the
 * name, for messages, is copied. */
struct dial *accept_dial(
    struct accept_queue *q, const char *name, const struct retry_opts *retry);

#endif
