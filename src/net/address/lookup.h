/* SPDX-License-Identifier: MIT */
/*
 * Names to addresses: getaddrinfo(3) in a thread of its own, because it knows
 * neither deadlines nor Ctrl-C.
 */
#ifndef NET_ADDRESS_LOOKUP_H
#define NET_ADDRESS_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/address.h"
#include "tap/tap.h"

struct lookup_opts {
	const char *host; /* NULL: all addresses if passive, else loopback */
	const char *port; /* number or service name; NULL: none */
	int family;       /* AF_UNSPEC: both */
	int type;         /* SOCK_STREAM or SOCK_DGRAM */
	bool numeric;     /* look no names up */
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
 * Fills out, which the caller releases with lookup_free(). Literal addresses
 * are understood without a thread. Returns 0, or -1 with FAULT_RESOLVE,
 * FAULT_TIMEOUT or FAULT_SIGNAL; then out is empty. An unanswered lookup is
 * left behind, and cleans up after itself.
 */
int lookup_run(const struct lookup_opts *opts, struct lookup_result *out,
    struct error *err);
void lookup_free(struct lookup_result *result);

/* The same in steps, for those who wait for other things as well. The texts
 * of the options must live until it has ended. Returns NULL with err filled if
 * there can be no lookup. */
struct lookup;
struct lookup *lookup_begin(const struct lookup_opts *opts, struct error *err);

/* Whether no resolver is asked, so that another lookup will end the same. */
bool lookup_is_certain(const struct lookup *l);

/* Whether the answer is there. */
bool lookup_is_done(const struct lookup *l);

/* What is readable when the answer is there; -1: there is nothing to wait
 * for. */
int lookup_fd(const struct lookup *l);

/* Ends it, as lookup_run() does: without an answer with FAULT_TIMEOUT. */
int lookup_end(struct lookup *l, struct lookup_result *out, struct error *err);

#endif
