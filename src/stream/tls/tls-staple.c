/* SPDX-License-Identifier: MIT */
/* Stapled answers of OCSP: the current status of a certificate by its
 * authority, which the server sends (RFC 6066, 8; RFC 6960). */
#include "stream/tls/tls-names.h"
#include "stream/tls/tls-setup.h"

/* By how many seconds clocks may differ. */
#define CLOCK_SKEW 300

static const char *const words[] = {
	[V_OCSP_CERTSTATUS_GOOD] = "good",
	[V_OCSP_CERTSTATUS_REVOKED] = "revoked",
	[V_OCSP_CERTSTATUS_UNKNOWN] = "unknown",
};

struct staple {
	OCSP_BASICRESP *answer;
	int status;
	ASN1_GENERALIZEDTIME *revoked;
};

static OCSP_BASICRESP *take(SSL *ssl)
{
	const unsigned char *bytes = NULL;
	long len = tls_lib.SSL_ctrl(
	    ssl, SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP, 0, &bytes);
	OCSP_RESPONSE *r = len > 0 && bytes
	                       ? tls_lib.d2i_OCSP_RESPONSE(NULL, &bytes, len)
	                       : NULL;
	OCSP_BASICRESP *basic = r ? tls_lib.OCSP_response_get1_basic(r) : NULL;

	tls_lib.OCSP_RESPONSE_free(r);
	return basic;
}

/* Whether the answer has a valid signature, is for this certificate, and is
 * current. Without a verified chain, no answer is valid. */
static bool is_valid(const struct tls *t, struct staple *s)
{
	STACK_OF(X509) *chain = tls_lib.SSL_get0_verified_chain(t->ssl);
	const OPENSSL_STACK *items = (const OPENSSL_STACK *)chain;
	ASN1_GENERALIZEDTIME *from, *until;

	if (tls_lib.OPENSSL_sk_num(items) < 2 ||
	    tls_lib.OCSP_basic_verify(s->answer, chain,
		tls_lib.SSL_CTX_get_cert_store(t->context->ctx), 0) <= 0)
		return false;
	OCSP_CERTID *id =
	    tls_lib.OCSP_cert_to_id(NULL, tls_lib.OPENSSL_sk_value(items, 0),
		tls_lib.OPENSSL_sk_value(items, 1));
	bool is_there = id && tls_lib.OCSP_resp_find_status(s->answer, id,
				  &s->status, NULL, &s->revoked, &from, &until);
	tls_lib.OCSP_CERTID_free(id);
	return is_there &&
	       tls_lib.OCSP_check_validity(from, until, CLOCK_SKEW, -1);
}

static int miss(const struct tls *t, struct error *err)
{
	if (!t->context->opts.wants_staple)
		return 0;
	return error_set(err, FAULT_TLS,
	    t->staple ? "failed: the stapled answer of OCSP is '%s'"
		      : "failed: no stapled OCSP response provided",
	    t->staple);
}

int tls_staple_check(struct tls *t, struct error *err)
{
	struct staple s = { .answer = take(t->ssl) };
	char date[TLS_DATE_TEXT];
	int result = 0;

	if (!s.answer)
		return miss(t, err);
	t->staple = is_valid(t, &s) ? words[s.status] : "not valid";
	if (t->staple == words[V_OCSP_CERTSTATUS_REVOKED])
		result = error_set(err, FAULT_TLS,
		    "failed: the certificate was revoked on %s",
		    tls_names_date(date, s.revoked));
	else if (t->staple != words[V_OCSP_CERTSTATUS_GOOD])
		result = miss(t, err);
	tls_lib.OCSP_BASICRESP_free(s.answer);
	return result;
}

void tls_staple_ask(SSL *ssl)
{
	tls_lib.SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE,
	    TLSEXT_STATUSTYPE_ocsp, NULL);
}

/* The side of a server */

/* Gives the answer to a client that asks for it. */
static int give(SSL *ssl, void *context)
{
	const struct tls_context *c = context;
	void *copy = tls_lib.CRYPTO_memdup(
	    c->staple.at, c->staple.len, __FILE__, __LINE__);

	if (!copy)
		return SSL_TLSEXT_ERR_NOACK;
	tls_lib.SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP,
	    (long)c->staple.len, copy);
	return SSL_TLSEXT_ERR_OK;
}

int tls_staple_load(struct tls_context *c, struct error *err)
{
	const char *name = c->opts.staple;

	if (!name)
		return 0;
	if (tls_file_read(name, c->opts.deadline, &c->staple, err) < 0)
		return -1;
	const unsigned char *at = c->staple.at;
	OCSP_RESPONSE *r =
	    tls_lib.d2i_OCSP_RESPONSE(NULL, &at, (long)c->staple.len);
	tls_lib.OCSP_RESPONSE_free(r);
	if (!r)
		return error_set(err, FAULT_USAGE,
		    "'%s' has no answer of OCSP in DER", name);
	tls_lib.SSL_CTX_callback_ctrl(
	    c->ctx, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB, (void (*)(void))give);
	tls_lib.SSL_CTX_ctrl(
	    c->ctx, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB_ARG, 0, c);
	return 0;
}
