/* SPDX-License-Identifier: MIT */
/* Which ports of a host are open, on each of its addresses. */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

enum scan_state {
	SCAN_UNKNOWN, /* not asked, or no answer yet */
	SCAN_OPEN,
	SCAN_CLOSED,      /* refused */
	SCAN_SILENT,      /* no answer within the time */
	SCAN_UNREACHABLE, /* the network, or this host, says so */
};
#define SCAN_STATES 5

/* The most addresses: one of each family. */
#define SCAN_HOSTS 2

/* Chooses the addresses to scan: the first of each family, or only the one that
 * this host has a route to. Returns how many. */
size_t scan_hosts(const struct address_list *found, struct tap *tap,
    struct address hosts[SCAN_HOSTS]);

struct scan_opts {
	const struct address *hosts; /* their ports are ignored */
	size_t host_count;
	const char *name;      /* of the host, for messages */
	int type;              /* SOCK_STREAM or SOCK_DGRAM */
	const uint16_t *ports; /* in the order in which to report them */
	size_t count;
	size_t parallel;         /* ports to ask at once */
	int64_t port_timeout_us; /* for each */
	int64_t deadline;        /* for all: a point of clock_now() */

	/* Called for each port in order, with its state on each host; after an
	 * early end some are unknown. Returns 0, or -1 with err filled to end
	 * the scan. */
	int (*report)(void *context, uint16_t port,
	    const enum scan_state states[SCAN_HOSTS], struct error *err);
	void *context;
	struct tap *tap;
};

/* How many ports of each host are in each state. */
struct scan_totals {
	size_t of[SCAN_HOSTS][SCAN_STATES];
};

/* Asks all ports of all hosts. Returns 0, or -1 with err filled at an early
 * end; what is known then has been reported. */
int scan_run(const struct scan_opts *opts, struct scan_totals *totals,
    struct error *err);

#endif
