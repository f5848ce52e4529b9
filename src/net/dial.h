/* SPDX-License-Identifier: MIT */
/* Opening a TCP connection to a host by any of its addresses. */
#ifndef NET_DIAL_H
#define NET_DIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "net/address.h"
#include "net/sockopts.h"
#include "stream/stream.h"

#define DIAL_RETRY_FOREVER INT64_MAX

struct dial_opts {
	const char *host, *port;
	const char *source;      /* local address, or NULL */
	const char *source_port; /* or NULL */
	int family;
	bool numeric;
	const struct sockopts *sockopts;
	int64_t
	    connect_timeout_us; /* for each round: lookup and all addresses */
	int64_t deadline;       /* for everything: a point of clock_now() */
	int64_t retries;        /* rounds after the first */
	int64_t retry_for_us;   /* none begins later; CLOCK_NEVER: no limit */
	int64_t retry_delay_us; /* before the second round; then it grows */
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
