/* SPDX-License-Identifier: MIT */
/* Which ports of a host are open. */
#ifndef NET_SCAN_H
#define NET_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "net/address.h"
#include "tap/tap.h"

enum scan_state {
	SCAN_UNKNOWN, /* not asked, or no answer yet */
	SCAN_OPEN,
	SCAN_CLOSED,      /* refused */
	SCAN_SILENT,      /* no answer within the time */
	SCAN_UNREACHABLE, /* the network says that we cannot get there */
};
#define SCAN_STATES 5

struct scan_opts {
	const struct address *host; /* whatever its port */
	int type;                   /* SOCK_STREAM or SOCK_DGRAM */
	const uint16_t *ports;      /* in the order in which to report them */
	size_t count;
	size_t parallel;         /* ports to ask at once */
	int64_t port_timeout_us; /* for each */
	int64_t deadline;        /* for all: a point of clock_now() */

	/* Called for each port that is known, in order. Returns 0, or -1 with
	 * err filled to end the scan. */
	int (*report)(void *context, uint16_t port, enum scan_state state,
	    struct error *err);
	void *context;
	struct tap *tap;
};

/* Asks all ports. Returns 0, or -1 with err filled if it came to an early end;
 * what is known then has been reported. Totals are how many ports are in
 * which state. */
int scan_run(const struct scan_opts *opts, size_t totals[SCAN_STATES],
    struct error *err);

#endif
