/* SPDX-License-Identifier: MIT */
/* What the addresses of socat begin with, and the commands of genet for them.
 */
#ifndef FRONT_TRANSLATE_SOCAT_KEYWORDS_H
#define FRONT_TRANSLATE_SOCAT_KEYWORDS_H

#include <stdbool.h>

/* What stands between the keyword and the first comma. */
enum socat_parameters {
	SOCAT_HOST_AND_PORT,
	SOCAT_OWN_PORT,
	SOCAT_PATH,
	SOCAT_ABSTRACT_NAME,
	SOCAT_PROXIED,      /* the proxy's host, and then host and port */
	SOCAT_PROXIED_PORT, /* with the port of the proxy behind its host */
};

struct socat_keyword {
	const char *name, *command; /* of genet */
	enum socat_parameters parameters;
	int family;         /* 0: any */
	const char *kind;   /* of the address, before it; NULL: none */
	const char *scheme; /* of the URL of the proxy; NULL: none */
};

bool socat_is_udp(const struct socat_keyword *k);

/* What "TCP:..." begins with, in any case; NULL: that is no socket. */
const struct socat_keyword *socat_find(const char *word);

#endif
