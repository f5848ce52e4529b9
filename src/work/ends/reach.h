/* SPDX-License-Identifier: MIT */
/* Reaching one address, once or again and again. */
#ifndef WORK_ENDS_REACH_H
#define WORK_ENDS_REACH_H

#include "args/spec.h"
#include "net/dial/accept-dial.h"
#include "net/dial/dial.h"
#include "net/proxy-header/proxy-header.h"
#include "work/far/proxies.h"
#include "work/far/secure.h"
#include "work/run.h"

/* What all dials of an address share. Stays where it is while there is a dial
 * or a connection of it. */
struct reach {
	const struct run *run;
	const struct spec *spec;
	const struct reach_family *family;
	struct secure secure;      /* TLS, and the PROXY header */
	struct proxies *proxies;   /* on the way; NULL: none */
	struct unix_binding own;   /* the socket of --source; fd is -1: none */
	struct ready_end *end;     /* what opens at once; or NULL */
	struct accept_queue queue; /* of a spec that listens */
	struct sockopts sockopts;  /* for SCTP */
};

/*
 * Makes what is needed to reach the address, and checks what can be checked
 * without reaching it: proxies and their passwords, the TLS context, an own
 * address. Both run and spec live as long. Returns 0, or -1 with err filled and
 * nothing to be closed.
 */
int reach_open(struct reach *r, const struct run *run, const struct spec *spec,
    struct error *err);

/* A new dial. Several can run at the same time, and each has rounds of its own.
 * client: of whom the header of --send-proxy tells, copied, where its version
 * does not matter; NULL: of the connection that is dialled. */
struct dial *reach_dial(struct reach *r, const struct proxy_header *client);

void reach_close(struct reach *r);

#endif
