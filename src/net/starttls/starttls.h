/* SPDX-License-Identifier: MIT */
/* The dialogues by which a connection that begins in the clear goes over to
 * TLS, each as a prelude. What a server refuses, or says wrong, is FAULT_TLS,
 * with its own words. */
#ifndef NET_STARTTLS_STARTTLS_H
#define NET_STARTTLS_STARTTLS_H

#include "stream/prelude.h"

enum starttls_protocol {
	STARTTLS_NONE,
	STARTTLS_SMTP,     /* RFC 3207 */
	STARTTLS_IMAP,     /* RFC 9051 */
	STARTTLS_POP3,     /* RFC 2595 */
	STARTTLS_FTP,      /* RFC 4217 */
	STARTTLS_POSTGRES, /* SSLRequest */
	STARTTLS_MYSQL,    /* SSLRequest, another one */
	STARTTLS_LDAP,     /* RFC 4511 */
	STARTTLS_XMPP,     /* RFC 6120 */

	STARTTLS_PROTOCOLS
};

/* The word for each, "none" and so on, and NULL behind the last. */
extern const char *const starttls_words[STARTTLS_PROTOCOLS + 1];

/* Who is spoken to, for messages: "the SMTP server". */
const char *starttls_server(enum starttls_protocol protocol);

/* The dialogue, which the caller owns; not for STARTTLS_NONE. The host is the
 * name that the user has for the server, as XMPP has to say it. Bytes that come
 * between the last answer and TLS are an error: an attacker has put them there.
 */
struct prelude *starttls_prelude(
    enum starttls_protocol protocol, const char *host);

#endif
