/* SPDX-License-Identifier: MIT */
/* What is known of a connection once TLS protects it. */
#ifndef TAP_EVENT_SECURED_H
#define TAP_EVENT_SECURED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why the certificate of the peer is accepted. */
enum tap_trust {
	TAP_TRUST_NONE, /* nothing was checked */
	TAP_TRUST_CA,
	TAP_TRUST_PIN,
	TAP_TRUST_KNOWN, /* its key is the one in the file of known keys */
	TAP_TRUST_NEW,   /* its key was added to that file now */
};

/* Texts from certificates are safe to show: text_escape(). */
struct tap_secured {
	const char *version, *cipher; /* "TLSv1.3" ... */
	const char *alpn;             /* NULL: none was agreed on */
	/* Of the peer's certificate, each NULL if it has none: */
	const char *name, *issuer, *expires, *pin;
	int64_t expires_days;
	/* As OpenBSD's netcat has them: "/CN=NAME", seconds of 1970, and
	 * "SHA256:HEX" of the certificate. */
	const char *subject_line, *issuer_line, *hash;
	int64_t begins_s, ends_s;
	enum tap_trust trust;
	const char *const *chain; /* of names, from the peer's on */
	size_t chain_count;
	const char *staple; /* "good" ...; NULL: none came (OCSP) */
	bool is_resumed;
	int64_t took_us; /* the handshake */
};

#endif
