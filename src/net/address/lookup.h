/* SPDX-License-Identifier: MIT */
/* Lookup of names: getaddrinfo(3) in a thread, because it has no deadline and
 * cannot be interrupted. */
#ifndef NET_ADDRESS_LOOKUP_H
#define NET_ADDRESS_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

struct lookup_opts {
	const char *host; /* NULL: all addresses if passive, else loopback */
	const char *port; /* number or service name; NULL: none */
	int family;       /* AF_UNSPEC: both */
	int type;         /* SOCK_STREAM or SOCK_DGRAM */
	bool numeric;     /* do not look up names */
	bool passive;     /* for binding */
	int64_t deadline; /* a point of clock_now(), or CLOCK_NEVER */
	struct tap *tap;
};

struct lookup_result {
	struct address_list addresses; /* in the order to try them */
	char *canonical;               /* the name's canonical form, or NULL */
	int64_t duration_us;
};

/*
 * Fills out, to be freed by lookup_free(). Literal addresses need no thread.
 * Returns 0, or -1 with FAULT_RESOLVE, FAULT_TIMEOUT or FAULT_SIGNAL, and out
 * is empty. The thread of an unanswered lookup goes on, and frees its memory.
 */
int lookup_run(const struct lookup_opts *opts, struct lookup_result *out,
    struct error *err);
void lookup_free(struct lookup_result *result);

/* The same in steps, for callers that wait for other events as well. The texts
 * of the options must live until lookup_end(). Returns NULL with err filled if
 * the lookup cannot begin. */
struct lookup;
struct lookup *lookup_begin(const struct lookup_opts *opts, struct error *err);

/* Whether the resolver is not asked, so that another lookup has the same
 * result. */
bool lookup_is_certain(const struct lookup *l);

/* Whether the answer is there. */
bool lookup_is_done(const struct lookup *l);

/* A descriptor that is readable when the answer is there; -1: no wait is
 * needed. */
int lookup_fd(const struct lookup *l);

/* Ends the lookup. Returns as lookup_run(): without an answer, FAULT_TIMEOUT.
 */
int lookup_end(struct lookup *l, struct lookup_result *out, struct error *err);

/* Ends a lookup whose answer is not wanted any more. Accepts NULL. */
void lookup_drop(struct lookup *l);

#endif
