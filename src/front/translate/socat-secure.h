/* SPDX-License-Identifier: MIT */
/* What addresses of socat say of TLS and of proxies. */
#ifndef FRONT_TRANSLATE_SOCAT_SECURE_H
#define FRONT_TRANSLATE_SOCAT_SECURE_H

#include "front/translate/socat-keywords.h"
#include "front/translate/translation.h"

/* The texts are parts of that of the address; NULL: not given. */
struct socat_secure {
	const char *proxy_host, *proxy_port, *proxy_user;
	const char *verify, *authorities, *common_name, *sni;
};

/* Takes an option that is about these. Returns whether it is one. */
bool socat_secure_option(struct translation *t, struct socat_secure *s,
    const char *part, const char *name, const char *value);

/* Gives the command what these options and the keyword say together. */
void socat_secure_settle(struct translation *t, const struct socat_secure *s,
    const struct socat_keyword *k);

#endif
