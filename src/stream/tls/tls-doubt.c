/* SPDX-License-Identifier: MIT */
/* Why a certificate is refused, with hints. */
#include <stdio.h>
#include <string.h>

#include "stream/tls/tls-names.h"
#include "stream/tls/tls-setup.h"

struct doubt {
	const struct tls *tls;
	const X509 *own;     /* of the peer */
	const X509 *current; /* in the chain: the one that is refused */
	int code;
	char whose[TLS_NAME_TEXT + 40]; /* "the certificate of 'NAME'" */
};

typedef int explanation(const struct doubt *d, struct error *err);

static int is_at_wrong_time(const struct doubt *d, struct error *err)
{
	bool is_late = d->code == X509_V_ERR_CERT_HAS_EXPIRED;
	const ASN1_TIME *limit = is_late
	                             ? tls_lib.X509_get0_notAfter(d->current)
	                             : tls_lib.X509_get0_notBefore(d->current);
	char date[TLS_DATE_TEXT];

	error_set(err, FAULT_TLS, "failed: %s %s %s", d->whose,
	    is_late ? "expired on" : "is not valid before",
	    tls_names_date(date, limit));
	return error_suggest(
	    err, is_late ? HINT_TLS_EXPIRED : HINT_TLS_EARLY, NULL);
}

static int is_of_other(const struct doubt *d, struct error *err)
{
	char names[TLS_NAMES_TEXT], first[TLS_NAME_TEXT];
	const struct tls_opts *o = &d->tls->context->opts;
	const char *wanted = o->name ? o->name : d->tls->host;

	tls_names_all(names, d->own);
	error_set(err, FAULT_TLS, "failed: the certificate is for %s, not '%s'",
	    names[0] ? names : "no name at all", wanted);
	if (o->is_of_proxy)
		return -1;
	return error_suggest(
	    err, HINT_TLS_NAME, tls_names_first(first, d->own));
}

static int is_self_signed(const struct doubt *d, struct error *err)
{
	char pin[TLS_PIN_TEXT];

	error_set(err, FAULT_TLS,
	    "failed: the certificate is self-signed, and from no trusted "
	    "authority; its pin is %s",
	    tls_pin_of(pin, d->own));
	if (d->tls->context->opts.is_of_proxy)
		return error_suggest(err, HINT_TLS_ISSUER, NULL);
	return error_suggest(err, HINT_TLS_PIN, pin);
}

static int has_unknown_issuer(const struct doubt *d, struct error *err)
{
	char issuer[TLS_NAME_TEXT];

	error_set(err, FAULT_TLS,
	    "failed: %s was issued by '%s', which is not trusted", d->whose,
	    tls_names_one(issuer, tls_lib.X509_get_issuer_name(d->current)));
	return error_suggest(err, HINT_TLS_ISSUER, NULL);
}

static int is_weak(const struct doubt *d, struct error *err)
{
	int bits =
	    tls_lib.EVP_PKEY_get_bits(tls_lib.X509_get0_pubkey(d->current));

	if (d->code == X509_V_ERR_CA_MD_TOO_WEAK)
		error_set(err, FAULT_TLS,
		    "failed: %s is signed by a hash that is too weak",
		    d->whose);
	else
		error_set(err, FAULT_TLS,
		    "failed: the key of %s is too short (%d bits)", d->whose,
		    bits);
	return error_suggest(err, HINT_TLS_WEAK, NULL);
}

static int has_other_pin(const struct doubt *d, struct error *err)
{
	char pin[TLS_PIN_TEXT];

	return error_set(err, FAULT_TLS,
	    "failed: the key of the peer has none of the given pins: its pin "
	    "is %s",
	    tls_pin_of(pin, d->own));
}

static int has_other_hash(const struct doubt *d, struct error *err)
{
	char hash[TLS_HASH_TEXT];

	return error_set(err, FAULT_TLS,
	    "failed: peer certificate is not %s: its hash is %s",
	    d->tls->context->opts.hash, tls_pin_hash(hash, d->own));
}

static int is_doubtful(const struct doubt *d, struct error *err)
{
	return error_set(err, FAULT_TLS, "failed: %s: %s", d->whose,
	    tls_lib.X509_verify_cert_error_string(d->code));
}

static const struct {
	int code;
	explanation *explain;
} rows[] = {
	{ X509_V_ERR_CERT_HAS_EXPIRED, is_at_wrong_time },
	{ X509_V_ERR_CERT_NOT_YET_VALID, is_at_wrong_time },
	{ X509_V_ERR_HOSTNAME_MISMATCH, is_of_other },
	{ X509_V_ERR_IP_ADDRESS_MISMATCH, is_of_other },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, is_self_signed },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, has_unknown_issuer },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, has_unknown_issuer },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, has_unknown_issuer },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, has_unknown_issuer },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, is_weak },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, is_weak },
	{ X509_V_ERR_CA_MD_TOO_WEAK, is_weak },
	{ TLS_DOUBT_PIN, has_other_pin },
	{ TLS_DOUBT_HASH, has_other_hash },
};

static void name_current(struct doubt *d)
{
	char name[TLS_NAME_TEXT];

	if (d->current == d->own)
		snprintf(d->whose, sizeof(d->whose), "the certificate");
	else
		snprintf(d->whose, sizeof(d->whose), "the certificate of '%s'",
		    tls_names_one(
			name, tls_lib.X509_get_subject_name(d->current)));
}

int tls_doubt(
    const struct tls *t, X509_STORE_CTX *store, int code, struct error *err)
{
	struct doubt d = {
		.tls = t,
		.own = tls_lib.X509_STORE_CTX_get0_cert(store),
		.current = tls_lib.X509_STORE_CTX_get_current_cert(store),
		.code = code,
	};

	if (!d.current || tls_lib.X509_cmp(d.current, d.own) == 0)
		d.current = d.own;
	name_current(&d);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code)
			return rows[i].explain(&d, err);
	return is_doubtful(&d, err);
}
