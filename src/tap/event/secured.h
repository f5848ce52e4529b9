/* SPDX-License-Identifier: MIT */
/* What is known of a connection once TLS protects it. */
#ifndef TAP_EVENT_SECURED_H
#define TAP_EVENT_SECURED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why the peer is believed. */
enum tap_trust {
	TAP_TRUST_NONE, /* nothing was checked */
	TAP_TRUST_CA,
	TAP_TRUST_PIN,
	TAP_TRUST_KNOWN, /* its key is the one that was noted */
	TAP_TRUST_NEW,   /* its key was noted now */
};

/* Of texts from certificates, what is not safe to show is escaped. */
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
