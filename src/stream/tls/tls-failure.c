/* SPDX-License-Identifier: MIT */
/* The words for the errors of OpenSSL. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stream/tls/tls-private.h"

#define LINE_BYTES 60
#define RECORD_ALERT 21
#define RECORD_HANDSHAKE 22

static const char *reason_of(unsigned long code)
{
	const char *reason = tls_lib.ERR_reason_error_string(code);

	return reason ? reason : "no reason is known";
}

/* A peer that speaks another protocol */

static bool begins(const struct tls *t, const char *text)
{
	size_t len = strlen(text);

	return t->first_len >= len && memcmp(t->first, text, len) == 0;
}

static bool has(const struct tls *t, const char *text)
{
	return memmem(t->first, t->first_len, text, strlen(text));
}

/* The word of --starttls for the protocol of the peer; NULL: not known. */
static const char *starttls_of(const struct tls *t)
{
	if (begins(t, "220") && has(t, "FTP"))
		return "ftp";
	if (begins(t, "220"))
		return "smtp";
	if (begins(t, "* OK") || begins(t, "* PREAUTH"))
		return "imap";
	if (begins(t, "+OK"))
		return "pop3";
	if (t->first_len > 5 && t->first[3] == 0 && t->first[4] == 10)
		return "mysql";
	return NULL;
}

static bool is_tls(const struct tls *t)
{
	return t->first_len == 0 || t->first[0] == RECORD_ALERT ||
	       t->first[0] == RECORD_HANDSHAKE;
}

static int speaks_otherwise(const struct tls *t, struct error *err)
{
	const char *starttls = starttls_of(t);
	char line[4 * LINE_BYTES];
	size_t len = 0;

	while (len < t->first_len && len < LINE_BYTES &&
	       t->first[len] != '\r' && t->first[len] != '\n')
		len++;
	text_escape(line, sizeof(line), t->first, len);
	error_set(err, FAULT_TLS,
	    "failed: the peer does not speak TLS: it %s "
	    "'%s'",
	    t->context->opts.is_server ? "says" : "answered", line);
	if (t->context->opts.is_server)
		return -1;
	if (t->context->opts.is_of_proxy)
		return error_suggest(err,
		    begins(t, "HTTP/") ? HINT_PROXY_PLAIN : HINT_NONE, NULL);
	if (starttls)
		return error_suggest(err, HINT_TLS_STARTTLS, starttls);
	return error_suggest(err, HINT_TLS_PLAIN, NULL);
}

/* A peer that speaks TLS */

/* clang-format off */
static const struct {
	int reason;
	const char *text;
	enum hint_code hint;
} rows[] = {
	{ SSL_R_UNEXPECTED_EOF_WHILE_READING, "the peer ended the connection", HINT_TLS_ENDED },
	{ SSL_R_UNSUPPORTED_PROTOCOL, "the peer speaks only versions of TLS that are not allowed here", HINT_TLS_OLD },
	{ SSL_R_VERSION_TOO_LOW, "the peer speaks only versions of TLS that are not allowed here", HINT_TLS_OLD },
	{ SSL_R_NO_PROTOCOLS_AVAILABLE, "no version of TLS is left that is allowed", HINT_NONE },
	{ SSL_R_NO_APPLICATION_PROTOCOL, "the peer offers none of the protocols of this side (ALPN)", HINT_NONE },
	{ SSL_R_NO_SHARED_CIPHER, "the peer offers no cipher that is allowed here", HINT_NONE },
	{ SSL_R_WRONG_CIPHER_RETURNED, "the peer chose a cipher that was not offered", HINT_NONE },
	{ SSL_R_UNKNOWN_CIPHER_RETURNED, "the peer chose a cipher that was not offered", HINT_NONE },
	{ SSL_R_NO_CIPHERS_AVAILABLE, "no cipher is left that is allowed", HINT_NONE },
	{ SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, "the peer takes no signature by the key from here", HINT_NONE },
	{ SSL_R_DH_KEY_TOO_SMALL, "the peer's key for the exchange is too short", HINT_TLS_WEAK },
	{ SSL_R_EE_KEY_TOO_SMALL, "the key of the peer's certificate is too short", HINT_TLS_WEAK },
	{ SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, "the peer has no certificate, and must have one", HINT_NONE },
	{ SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED, "the peer is too old: it knows no safe renegotiation (RFC 5746)", HINT_NONE },
	{ SSL_R_BAD_EXTENSION, "the peer breaks the rules of TLS", HINT_NONE },
	/* Alerts: what the peer says of this side. */
	{ SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, "the peer accepts none of the versions or ciphers, or requires a certificate (handshake failure)", HINT_TLS_REFUSED },
	{ SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, "the peer accepts no allowed version of TLS", HINT_TLS_OLD },
	{ SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY, "the peer wants stronger ciphers than those that are offered", HINT_NONE },
	{ SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, "the peer requires a client certificate", HINT_TLS_CERTIFICATE },
	{ SSL_R_SSLV3_ALERT_NO_CERTIFICATE, "the peer requires a client certificate", HINT_TLS_CERTIFICATE },
	{ SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, "the peer refuses the certificate from here as a bad one", HINT_NONE },
	{ SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE, "the peer refuses the certificate from here: not of a kind that it takes", HINT_NONE },
	{ SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, "the peer refuses the certificate from here as revoked", HINT_NONE },
	{ SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "the peer refuses the certificate from here as expired", HINT_NONE },
	{ SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, "the peer does not accept the certificate from here", HINT_NONE },
	{ SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the peer does not know who issued the certificate from here", HINT_NONE },
	{ SSL_R_TLSV1_ALERT_ACCESS_DENIED, "the peer knows the certificate from here, and grants no access", HINT_NONE },
	{ SSL_R_TLSV1_UNRECOGNIZED_NAME, "the peer serves no such name", HINT_NONE },
	{ SSL_AD_REASON_OFFSET + SSL_AD_NO_APPLICATION_PROTOCOL, "the peer speaks none of the protocols that are offered (ALPN)", HINT_NONE },
};
/* clang-format on */

static int explain(unsigned long code, struct error *err)
{
	int reason = ERR_GET_REASON(code);
	bool is_ssl = ERR_GET_LIB(code) == ERR_LIB_SSL;

	for (size_t i = 0; is_ssl && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].reason == reason) {
			error_set(err, FAULT_TLS, "failed: %s", rows[i].text);
			return error_suggest(err, rows[i].hint, NULL);
		}
	if (is_ssl && reason >= SSL_AD_REASON_OFFSET)
		return error_set(err, FAULT_TLS, "failed: the peer gave up: %s",
		    tls_lib.SSL_alert_desc_string_long(
			reason - SSL_AD_REASON_OFFSET));
	return error_set(err, FAULT_TLS, "failed: %s", reason_of(code));
}

/* What helps is another address, which is up to who dials. */
static void drop_hint(const struct tls *t, struct error *err)
{
	const struct tls_opts *o = &t->context->opts;

	if (err->hint.code == HINT_TLS_ENDED &&
	    (t->is_open || o->is_server || o->is_of_proxy))
		err->hint.code = HINT_NONE;
}

static bool is_refused(unsigned long code)
{
	return ERR_GET_LIB(code) == ERR_LIB_SSL &&
	       ERR_GET_REASON(code) == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE;
}

int tls_fail(const struct tls *t, struct error *err)
{
	if (t->doubt) {
		*err = *t->doubt;
		return -1;
	}
	if (tls_lib.ERR_peek_error() == 0) { /* after close_notify */
		error_set(
		    err, FAULT_TLS, "failed: the peer ended the connection");
		error_suggest(err, HINT_TLS_ENDED, NULL);
		drop_hint(t, err);
		return -1;
	}
	if (!t->is_open && !is_tls(t))
		return speaks_otherwise(t, err);
	if (t->is_open && is_refused(tls_lib.ERR_peek_error()))
		return error_set(err, FAULT_TLS,
		    "failed: the peer gave up (handshake failure); it may have "
		    "wanted a renegotiation, which is refused here");
	explain(tls_lib.ERR_peek_error(), err);
	drop_hint(t, err);
	return -1;
}

int tls_fail_local(enum fault kind, const char *what, struct error *err)
{
	return error_set(
	    err, kind, "%s: %s", what, reason_of(tls_lib.ERR_peek_error()));
}
