/* SPDX-License-Identifier: MIT */
/* What dialling by TCP and by UDP have in common: whom to dial, and the lookups
 * of a round. */
#ifndef NET_DIAL_INET_LOOKUP_H
#define NET_DIAL_INET_LOOKUP_H

#include <stdbool.h>

#include "net/address/lookup.h"
#include "net/dial/retry.h"
#include "net/sockopts.h"

struct inet_dial_opts {
	const char *host, *port;
	const char *name;        /* for messages; NULL: "HOST:PORT" */
	const char *source;      /* local address, or NULL */
	const char *source_port; /* or NULL */
	int family;
	bool numeric;
	const struct sockopts *sockopts;
	struct retry_opts retry; /* its observers are those of all */
};

/* Begin with zeros. */
struct inet_lookup {
	struct lookup *lookup; /* NULL: nothing is looked up */
	bool is_of_source;
	struct lookup_opts opts;
	struct lookup_result targets, sources; /* sources may be none */
};

/* The name for messages. Allocated. */
char *inet_lookup_name(const struct inet_dial_opts *opts);

/* Begins to look up the host for sockets of the type. Returns 0, or -1 with err
 * filled. */
int inet_lookup_begin(struct inet_lookup *l, const struct inet_dial_opts *opts,
    int type, int64_t deadline, struct error *err);

/* Goes on, then with the local end, if one was asked for. Returns 1 when all is
 * looked up, 0 if that takes longer, or -1 with err filled. */
int inet_lookup_serve(struct inet_lookup *l, const struct inet_dial_opts *opts,
    struct error *err);

/* Ends it in whatever state, and frees the results. */
void inet_lookup_end(struct inet_lookup *l);

#endif
