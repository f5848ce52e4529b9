/* SPDX-License-Identifier: MIT */
/* How people write a proxy: SCHEME://[USER@]HOST[:PORT]. */
#ifndef ARGS_PROXY_URL_H
#define ARGS_PROXY_URL_H

#include <stdbool.h>

#include "base/error.h"

enum proxy_scheme {
	PROXY_SCHEME_HTTP,
	PROXY_SCHEME_HTTPS,
	PROXY_SCHEME_SOCKS4,
	PROXY_SCHEME_SOCKS4A,
	PROXY_SCHEME_SOCKS5,
	PROXY_SCHEME_SOCKS5H,
};

struct proxy_url {
	enum proxy_scheme scheme;
	char *user; /* NULL: none */
	char *host; /* without brackets */
	char *port; /* a number; that of the scheme if none is written */
	char *text; /* for people: without the user */
};

/* The URL as a user writes it: bytes of the user that have a meaning in a URL
 * become escapes, and an IPv6 address stands between brackets. user may be
 * NULL. Allocated. */
char *proxy_url_write(
    const char *scheme, const char *user, const char *host, const char *port);

/* Understands such a URL; a user may have escapes such as %40. A password in it
 * is refused, and is in no message. Returns 0 with out filled, to be freed, or
 * -1 with FAULT_USAGE. */
int proxy_url_parse(const char *word, struct proxy_url *out, struct error *err);

/* The same from its parts, which are copied. */
void proxy_url_make(struct proxy_url *out, enum proxy_scheme scheme,
    const char *user, const char *host, const char *port);
void proxy_url_free(struct proxy_url *url);

/* The scheme as it is written in a URL. */
const char *proxy_scheme_name(enum proxy_scheme scheme);

/* Whether genet looks up the name that the proxy is asked for. */
bool proxy_scheme_looks_up(enum proxy_scheme scheme);

/* Whether users of such a proxy have a password. */
bool proxy_scheme_has_password(enum proxy_scheme scheme);

#endif
