/* SPDX-License-Identifier: MIT */
/* What dialling by TCP and by UDP have in common: whom to dial, and the lookups
 * with which each round begins. */
#ifndef NET_DIAL_INET_DIAL_H
#define NET_DIAL_INET_DIAL_H

#include <stdbool.h>

#include "net/address/lookup.h"
#include "net/dial/dial.h"
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

	/* Removes addresses that may not be dialled. Returns 0, or -1 with err
	 * filled: none is left. NULL: all may be. */
	int (*admit)(
	    void *context, struct address_list *addresses, struct error *err);
	void *admit_context;
};

/* The first member of the struct of a kind. */
struct inet_dial {
	struct dial dial;
	struct inet_dial_opts opts;
	int type;              /* of sockets */
	struct lookup *lookup; /* NULL: nothing is looked up */
	int64_t lookup_us;     /* of the host; 0: it is no name */
	bool is_of_source;
	struct lookup_result targets, sources; /* sources may be none */
};

void inet_dial_init(struct inet_dial *i, const struct dial_ops *ops, int type,
    const struct inet_dial_opts *opts);

/* Operations; the second one while the lookups go on. */
int inet_dial_begin(struct dial *d);
int64_t inet_dial_prepare(struct dial *d, struct waiting *w);
void inet_dial_end(struct dial *d);

/* Looks up the host, and then the local end, if one was asked for. Returns 1
 * when all is looked up, 0 if that takes longer, or -1 with the cause. */
int inet_dial_look_up(struct inet_dial *i);

#endif
