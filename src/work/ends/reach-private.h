/* SPDX-License-Identifier: MIT */
/* Families of addresses that are reached in the same way. */
#ifndef WORK_ENDS_REACH_PRIVATE_H
#define WORK_ENDS_REACH_PRIVATE_H

#include "work/ends/reach.h"

struct reach_family {
	/* Makes what the family needs beside TLS; or NULL. Returns 0, or -1
	 * with err filled; close follows in any case. */
	int (*open)(struct reach *r, struct error *err);
	/* The dial, without the layers of TLS and the PROXY header. */
	struct dial *(*dial)(struct reach *r);
	void (*close)(struct reach *r); /* or NULL */
};

extern const struct reach_family reach_tcp, reach_udp, reach_sctp, reach_unix,
    reach_vsock, reach_ready, reach_listen;

#endif
