/* SPDX-License-Identifier: MIT */
/* What the dialogues share. */
#ifndef NET_STARTTLS_STARTTLS_PRIVATE_H
#define NET_STARTTLS_STARTTLS_PRIVATE_H

#include <stdbool.h>

#include "net/starttls/starttls.h"

/* The longest line, packet or tag, and all of them together. */
#define STARTTLS_PART_BYTES 8192
#define STARTTLS_BYTES 65536

/* Room for the words of a server in a message. */
#define STARTTLS_SHOWN 240

struct starttls {
	struct prelude prelude;
	const struct starttls_kind *kind;
	char *host;
	unsigned at;        /* the step of the dialogue, as the kind counts */
	unsigned depth;     /* of nested tags */
	bool is_offered;    /* the server can do STARTTLS */
	struct bytes reply; /* the lines of a reply that are shown */
};

struct starttls_kind {
	const char *name;                   /* of the protocol */
	const char *server;                 /* for messages */
	const struct starttls_lines *lines; /* where an answer is lines */

	/* A step of the prelude. It drops one part: a line, packet or tag. */
	enum prelude_state (*part)(struct starttls *s, struct bytes *in,
	    struct bytes *out, struct error *err);
};

extern const struct starttls_kind starttls_smtp, starttls_imap, starttls_pop3,
    starttls_ftp, starttls_postgres, starttls_mysql, starttls_ldap,
    starttls_xmpp;

/* Escapes bytes of the server, without line ends at their end. Returns out. */
const char *starttls_shown(
    char out[STARTTLS_SHOWN], const void *bytes, size_t len);

/* Fails because in is not of the protocol. Returns -1. */
int starttls_strange(
    const struct starttls *s, const struct bytes *in, struct error *err);

#endif
