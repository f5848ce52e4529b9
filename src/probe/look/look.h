/* SPDX-License-Identifier: MIT */
/* Looks: each finds out facts about one part of the way to an address, and
 * judges nothing. A look takes no longer than until its deadline; what it has
 * not found out by then stays unknown. */
#ifndef PROBE_LOOK_LOOK_H
#define PROBE_LOOK_LOOK_H

#include <stdint.h>

#include "base/error.h"
#include "net/dial/race.h"
#include "tap/tap.h"

struct look_opts {
	int64_t deadline; /* a point of clock_now() */
	struct tap *tap;
};

/* Connects to this address only, within limit_us and the deadline. Returns 0,
 * with what became of the attempt, whose descriptor is the caller's; or -1 with
 * FAULT_SIGNAL, or if the attempt cannot be made at all. */
int look_connect(const struct address *target, const struct look_opts *opts,
    int64_t limit_us, struct attempt *out, struct error *err);

/* Room for look_request() without padding. */
#define LOOK_REQUEST 512

/* Writes the request of HTTP that asks for least (RFC 9110, section 9.3.2),
 * with a header that makes it padded bytes long if it is shorter. host may be
 * NULL. Returns the length; 0: it does not fit. */
size_t look_request(
    char *buf, size_t size, const char *host, unsigned port, size_t padded);

#endif
