/* SPDX-License-Identifier: MIT */
/* The way to an address, as this host knows it: route, interface, source
 * address, gateway, neighbour (rtnetlink(7)). */
#ifndef PROBE_LOOK_WAY_LOOK_H
#define PROBE_LOOK_WAY_LOOK_H

#include <stdbool.h>

#include "probe/look/look.h"
#include "sys/net/interface.h"
#include "sys/net/neighbour.h"
#include "sys/net/route.h"
#include "sys/socket/address.h"

enum way_scope {
	WAY_UNKNOWN,
	WAY_LOOPBACK,
	WAY_OWN,       /* another address of this host */
	WAY_NEIGHBOUR, /* on the same link */
	WAY_FAR,       /* behind a gateway */
};

struct way_facts {
	struct address target;
	struct address end; /* of a connection: loopback for 0.0.0.0, :: */
	enum way_scope scope;
	bool was_looked;                /* else error says why not */
	int error;                      /* errno */
	struct route route;             /* its .error says why there is none */
	struct interface interface;     /* index 0: there is none, or it is not
	                                   known */
	enum neighbour_state neighbour; /* of the gateway, or of the target */
	/* Addresses of the family on this host, beyond loopback and link-local;
	 * those of interfaces that are down as well. */
	unsigned addresses;
	/* An interface that is down: that with the target's network or the
	 * target itself, or that of loopback for a target there
	 * (is_down_covering), else one that has an address of the family;
	 * index 0: there is none. */
	struct interface down;
	bool is_down_covering;
};

/* Fills out. Returns 0, or -1 with errno, which is in out as well, if the
 * kernel cannot be asked. */
int way_look(const struct address *target, struct way_facts *out);

/* Who has to take what is sent on the link: the gateway, or the target. */
const struct address *way_next(const struct way_facts *facts);

/* Looks again at the state of that one. While the kernel is asking for it,
 * waits until the deadline for the result. Returns 0, or -1 with FAULT_SIGNAL.
 */
int way_look_again(
    struct way_facts *facts, int64_t deadline, struct error *err);

#endif
