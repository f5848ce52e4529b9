/* SPDX-License-Identifier: MIT */
/* An address of socat, in the words of genet. */
#ifndef ARGS_SOCAT_H
#define ARGS_SOCAT_H

#include <stdbool.h>

#include "base/error.h"

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

/*
 * Refuses a word such as "TCP:localhost:80" or "UNIX-LISTEN:./s,fork" with
 * FAULT_USAGE, and says which line of genet does the same, if one does: for
 * wait and scan, a TCP address is an operand of that command. Returns 0 if the
 * word is no address of socat.
 */
int socat_refuse(const char *command, const char *word, struct error *err);

#endif
