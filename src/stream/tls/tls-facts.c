/* SPDX-License-Identifier: MIT */
/* What observers are told after the handshake. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "stream/tls/tls-names.h"
#include "stream/tls/tls-setup.h"

#define CHAIN_MOST 10
#define LINE_TEXT 256

/* The event, and the texts to which it points. */
struct facts {
	struct tap_secured event;
	char alpn[4 * 256], name[TLS_NAME_TEXT], issuer[TLS_NAME_TEXT];
	char expires[TLS_DATE_TEXT], pin[TLS_PIN_TEXT];
	char subject[LINE_TEXT], authority[LINE_TEXT], hash[TLS_HASH_TEXT];
	char chain[CHAIN_MOST][TLS_NAME_TEXT];
	const char *items[CHAIN_MOST];
};

static void add_alpn(struct facts *f, const SSL *ssl)
{
	const unsigned char *name;
	unsigned len;

	tls_lib.SSL_get0_alpn_selected(ssl, &name, &len);
	if (len > 0)
		f->event.alpn =
		    text_escape(f->alpn, sizeof(f->alpn), name, len);
}

/* The chain as verified, up to the authority; or as the peer has sent it, which
 * on the side of a server does not have the peer's own certificate. */
static void add_chain(struct facts *f, const SSL *ssl)
{
	const OPENSSL_STACK *verified =
	    (const OPENSSL_STACK *)tls_lib.SSL_get0_verified_chain(ssl);
	const OPENSSL_STACK *sent =
	    (const OPENSSL_STACK *)tls_lib.SSL_get_peer_cert_chain(ssl);
	const OPENSSL_STACK *chain =
	    f->event.trust == TAP_TRUST_CA && verified ? verified : sent;
	int count = tls_lib.OPENSSL_sk_num(chain);

	for (int i = 0; i < count && i < CHAIN_MOST; i++) {
		const X509 *x = tls_lib.OPENSSL_sk_value(chain, i);
		f->items[i] = tls_names_one(
		    f->chain[i], tls_lib.X509_get_subject_name(x));
		f->event.chain_count = (size_t)i + 1;
	}
	f->event.chain = f->items;
}

static int64_t seconds_of(const ASN1_TIME *time)
{
	struct tm tm;

	return tls_lib.ASN1_TIME_to_tm(time, &tm) ? (int64_t)timegm(&tm) : 0;
}

static void add_lines(struct facts *f, const X509 *x)
{
	f->event.subject_line = tls_lib.X509_NAME_oneline(
	    tls_lib.X509_get_subject_name(x), f->subject, LINE_TEXT);
	f->event.issuer_line = tls_lib.X509_NAME_oneline(
	    tls_lib.X509_get_issuer_name(x), f->authority, LINE_TEXT);
	f->event.hash = tls_pin_hash(f->hash, x);
	f->event.begins_s = seconds_of(tls_lib.X509_get0_notBefore(x));
	f->event.ends_s = seconds_of(tls_lib.X509_get0_notAfter(x));
}

static void add_certificate(struct facts *f, const SSL *ssl)
{
	const X509 *x = tls_lib.SSL_get0_peer_certificate(ssl);
	int days = 0, seconds = 0;

	if (!x)
		return;
	const ASN1_TIME *end = tls_lib.X509_get0_notAfter(x);
	tls_lib.ASN1_TIME_diff(&days, &seconds, NULL, end);
	f->event.name = tls_names_first(f->name, x);
	f->event.issuer =
	    tls_names_one(f->issuer, tls_lib.X509_get_issuer_name(x));
	f->event.expires = tls_names_date(f->expires, end);
	f->event.expires_days = days;
	f->event.pin = tls_pin_of(f->pin, x);
	add_lines(f, x);
	add_chain(f, ssl);
}

static void tell(
    const struct tls *t, enum tap_kind kind, const struct tap_secured *secured)
{
	/* If it is not known which connection: the only one. */
	const struct tap_connection dialled = { .is_dialled = true };

	tap_tell(t->over.stream.tap,
	    &(struct tap_event){
		.kind = kind,
		.connection = t->connection ? t->connection : &dialled,
		.secured = secured,
	    });
}

void tls_facts_tell(const struct tls *t)
{
	struct facts f = {
		.event = {
			.version = tls_lib.SSL_get_version(t->ssl),
			.cipher = tls_lib.SSL_CIPHER_get_name(
			    tls_lib.SSL_get_current_cipher(t->ssl)),
			.trust = t->trust,
			.staple = t->staple,
			.is_resumed = tls_lib.SSL_session_reused(t->ssl),
			.took_us = clock_now() - t->started,
		},
	};

	if (!tap_wants(t->over.stream.tap, TAP_SECURED) &&
	    !tap_wants(t->over.stream.tap, TAP_SECURED_MORE))
		return;
	add_alpn(&f, t->ssl);
	add_certificate(&f, t->ssl);
	tell(t, TAP_SECURED, &f.event);
	tell(t, TAP_SECURED_MORE, &f.event);
}
