/* SPDX-License-Identifier: MIT */
/* What the command line says of a proxy server: its users, and the targets to
 * which their connections go. */
#ifndef WORK_FAR_PROXY_SERVICE_H
#define WORK_FAR_PROXY_SERVICE_H

#include "args/spec.h"
#include "net/proxy-server/target-rules.h"
#include "relay/arrival.h"
#include "relay/handshake.h"
#include "work/far/secure.h"
#include "work/run.h"

struct dial;

/* Begins with all zeros, and stays where it is. */
struct proxy_service {
	const struct run *run;
	struct target_rules rules;
	struct proxy_users users;
	struct secure secure; /* the PROXY header for targets */
};

/* Refuses options that have no effect with this address of clients. Returns 0,
 * or -1 with FAULT_USAGE. */
int proxy_service_check(
    const struct config *cfg, const struct spec *from, struct error *err);

/* Makes the rules, and reads the files of users. Returns 0, or -1 with err
 * filled; close follows in any case. */
int proxy_service_open(
    struct proxy_service *p, const struct run *run, struct error *err);

/* Adds the request to the handshakes with clients. */
void proxy_service_ask(const struct proxy_service *p, const struct spec *from,
    struct handshake_opts *handshakes);

/* The dial of what a client asks for. header: of whom that of --send-proxy
 * tells, as for reach_dial(); or NULL. */
struct dial *proxy_service_dial(struct proxy_service *p,
    const struct arrival *a, const struct proxy_header *header);

void proxy_service_close(struct proxy_service *p);

#endif
