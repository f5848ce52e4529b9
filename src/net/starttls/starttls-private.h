/* SPDX-License-Identifier: MIT */
/* What the dialogues of STARTTLS have in common. */
#ifndef NET_STARTTLS_STARTTLS_PRIVATE_H
#define NET_STARTTLS_STARTTLS_PRIVATE_H

#include <stdbool.h>

#include "net/starttls/starttls.h"

/* A line, a packet or a tag may be so long, and all of them together. */
#define STARTTLS_PART_BYTES 8192
#define STARTTLS_BYTES 65536

/* Room for what is shown of a server's words. */
#define STARTTLS_SHOWN 240

struct starttls {
	struct prelude prelude;
	const struct starttls_kind *kind;
	char *host;
	unsigned at;        /* how far the dialogue is; the kind knows */
	unsigned depth;     /* of what is nested */
	bool is_offered;    /* STARTTLS */
	struct bytes reply; /* the lines of one, as far as they are shown */
};

struct starttls_kind {
	const char *name;                   /* of the protocol */
	const char *server;                 /* for messages */
	const struct starttls_lines *lines; /* where an answer is lines */

	/* Takes one part of an answer (a line, a packet, a tag) off in, if it
	 * is whole, and adds to out what is to be sent. At first, nothing has
	 * come. */
	enum prelude_state (*part)(struct starttls *s, struct bytes *in,
	    struct bytes *out, struct error *err);
};

extern const struct starttls_kind starttls_smtp, starttls_imap, starttls_pop3,
    starttls_ftp, starttls_postgres, starttls_mysql, starttls_ldap,
    starttls_xmpp;

/* Bytes of the server, without the ends of their lines, made harmless. Returns
 * out. */
const char *starttls_shown(
    char out[STARTTLS_SHOWN], const void *bytes, size_t len);

/* Fails, since in begins like another protocol. Returns -1. */
int starttls_strange(
    const struct starttls *s, const struct bytes *in, struct error *err);

#endif
