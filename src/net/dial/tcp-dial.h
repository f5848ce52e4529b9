/* SPDX-License-Identifier: MIT */
/* Dialling by TCP: the host is looked up, and its addresses are raced. */
#ifndef NET_DIAL_TCP_DIAL_H
#define NET_DIAL_TCP_DIAL_H

#include <stdbool.h>

#include "net/dial/dial.h"
#include "net/sockopts.h"

struct tcp_dial_opts {
	const char *host, *port;
	const char *source;      /* local address, or NULL */
	const char *source_port; /* or NULL */
	int family;
	bool numeric;
	const struct sockopts *sockopts;
	struct retry_opts retry; /* its observers are those of all */
};

/*
 * Each round looks the host up and races its addresses (RFC 8305). If that
 * fails, the error has one line, and a line of detail for each address if there
 * were several. What the options point to must live as long as the dial.
 */
struct dial *tcp_dial(const struct tcp_dial_opts *opts);

#endif
