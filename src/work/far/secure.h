/* SPDX-License-Identifier: MIT */
/* What the command line says of TLS, for what is dialled: a context, and the
 * handshake as a layer over the dial. */
#ifndef WORK_FAR_SECURE_H
#define WORK_FAR_SECURE_H

#include "net/dial/layered-dial.h"
#include "net/proxy-header/proxy-header.h"
#include "net/starttls/starttls.h"
#include "stream/tls/tls.h"
#include "work/run.h"

/* The PROXY header, STARTTLS, TLS. */
#define SECURE_LAYERS_MOST 3

/* Whom a run connects to. */
struct secure_peer {
	const char *host, *port; /* NULL: it is no port of a host, */
	const char *what;        /* but this, for messages */
	bool is_stream;          /* and carries bytes: TLS can be there */
	bool wants_tls;
};

/* Stays where it is while there is a dial of it. */
struct secure {
	struct tls_context *tls; /* NULL: without TLS */
	int sends_header;        /* of the PROXY protocol: its version */
	bool has_proxies;        /* the addresses are not those of the peer */
	struct tls_peer peer;
	enum starttls_protocol starttls;
	const char *domain; /* for it; NULL: there is none */
	struct layer layers[SECURE_LAYERS_MOST];
	size_t count;
};

/* Options of both sides, for the caller to add to. */
struct tls_opts secure_tls_opts(const struct run *run);

/* Refuses options of TLS, for a run without it. Returns 0, or -1 with
 * FAULT_USAGE. */
int secure_check_unused(const struct config *cfg, struct error *err);

/* Checks what goes together at a listener with TLS, whose connections carry
 * bytes, or do not. Returns in the same way. */
int secure_check_listener(
    const struct config *cfg, bool carries_bytes, struct error *err);

/* Says what is not protected although TLS is asked for. */
void secure_warn(const struct run *run);

/* Checks the options and makes what they ask for; the peer's texts live as
 * long. Returns 0, or -1 with nothing to be closed. */
int secure_open(struct secure *s, const struct run *run,
    const struct secure_peer *peer, struct error *err);
void secure_close(struct secure *s);

/* The dial with the layers over it, or as it is if there are none. client: of
 * whom the PROXY header tells, copied; NULL: of the connection itself. */
struct dial *secure_dial(struct secure *s, const struct run *run,
    struct dial *first, const struct proxy_header *client);

#endif
