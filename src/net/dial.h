/* SPDX-License-Identifier: MIT */
/* Opening a TCP connection to a host by any of its addresses. */
#ifndef NET_DIAL_H
#define NET_DIAL_H

#include <stdbool.h>

#include "base/error.h"
#include "net/retry.h"
#include "net/sockopts.h"
#include "stream/stream.h"
#include "sys/address.h"

struct dial_opts {
	const char *host, *port;
	const char *source;      /* local address, or NULL */
	const char *source_port; /* or NULL */
	int family;
	bool numeric;
	const struct sockopts *sockopts;
	struct retry_opts retry;
	struct tap *tap;
};

/*
 * Looks the host up and races its addresses (RFC 8305). Returns the stream,
 * which the caller closes, with its remote address in *remote; or NULL with
 * err filled: one line, and a line of detail for each address if there were
 * several.
 */
struct stream *dial(
    const struct dial_opts *opts, struct address *remote, struct error *err);

#endif
