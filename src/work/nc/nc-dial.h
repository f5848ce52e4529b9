/* SPDX-License-Identifier: MIT */
/* Dialling as nc. */
#ifndef WORK_NC_NC_DIAL_H
#define WORK_NC_NC_DIAL_H

#include "net/dial/connection.h"
#include "work/far/secure.h"
#include "work/run.h"

/* What dials to the ports of a host have in common. Stays where it is. */
struct nc_dialling {
	const struct run *run;
	const struct sockopts *sockopts;
	struct secure secure;
};

/* Returns 0, or -1 with err filled and nothing to be closed. Connections are
 * closed before. */
int nc_dial_open(struct nc_dialling *d, const struct run *run,
    const struct sockopts *sockopts, struct error *err);
void nc_dial_close(struct nc_dialling *d);

/* Dials a port of the host, by the proxy if there is one, and with TLS if that
 * is asked for. Returns 0 with out filled, its socket or stream the caller's;
 * or -1 with err filled. */
int nc_dial_port(struct nc_dialling *d, const char *port,
    struct connection *out, struct error *err);

#endif
