/* SPDX-License-Identifier: MIT */
/* What a line of ncat says of proxies. */
#ifndef FRONT_TRANSLATE_NCAT_PROXY_H
#define FRONT_TRANSLATE_NCAT_PROXY_H

#include "front/translate/translation.h"

/* The values of --proxy, --proxy-type and --proxy-dns; NULL: not given. */
struct ncat_proxy {
	const char *proxy, *type, *dns;
};

/* By a proxy. Does nothing without one. Returns 0, or -1 with t->err filled. */
int ncat_proxy_set(struct translation *t, const struct ncat_proxy *p);

/* As a proxy server, on a host and a port that may be NULL. Returns in the same
 * way. */
int ncat_proxy_serve(struct translation *t, const struct ncat_proxy *p,
    const char *host, const char *port);

#endif
