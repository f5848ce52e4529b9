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
	char name[20], command[16]; /* of genet */
	enum socat_parameters parameters;
	char kind[8];   /* of the address, before it; "": none */
	char scheme[8]; /* of the URL of the proxy; "": none */
};

bool socat_is_udp(const struct socat_keyword *k);

/* What an address such as "TCP4:..." begins with, in upper or lower case.
 * *family is that of a digit behind TCP or UDP, or AF_UNSPEC. Returns NULL if
 * the address is that of no socket. */
const struct socat_keyword *socat_find(const char *word, int *family);

/* What genet has instead of an address such as "EXEC:cat", in upper case, which
 * is no socket: "exec:". NULL: it is none of these. */
const char *socat_other(const char *word);

#endif
