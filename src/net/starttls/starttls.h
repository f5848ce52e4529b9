/* SPDX-License-Identifier: MIT */
/* The dialogues by which a connection that begins in the clear changes to TLS,
 * as preludes. A refusal or an unexpected answer is FAULT_TLS, with the words
 * of the server. */
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
	STARTTLS_MYSQL,    /* SSLRequest of MySQL */
	STARTTLS_LDAP,     /* RFC 4511 */
	STARTTLS_XMPP,     /* RFC 6120 */

	STARTTLS_PROTOCOLS
};

/* The word for each, "none" and so on, and NULL behind the last. */
extern const char *const starttls_words[STARTTLS_PROTOCOLS + 1];

/* The peer, for messages: "the SMTP server". */
const char *starttls_server(enum starttls_protocol protocol);

/* Makes the dialogue, for any protocol but STARTTLS_NONE. XMPP sends the host.
 * Bytes between the last answer and TLS are an error: an attacker may have
 * inserted them. */
struct prelude *starttls_prelude(
    enum starttls_protocol protocol, const char *host);

#endif
