/* SPDX-License-Identifier: MIT */
/* Which certificates are accepted: by authority and name (RFC 6125), or by pin.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "stream/tls/tls-setup.h"

/* What is expected */

static bool is_address(const char *text)
{
	unsigned char address[16];

	return inet_pton(AF_INET, text, address) == 1 ||
	       inet_pton(AF_INET6, text, address) == 1;
}

/* Whether an authority must have issued the certificate. */
static bool needs_authority(const struct tls_opts *o)
{
	if (o->insecure || o->any_issuer)
		return false;
	return o->is_server || o->ca || (o->pin_count == 0 && !o->known);
}

/* Whether the peer must have a name: a server does not check those of its
 * clients, and a pin is enough. */
static bool needs_name(const struct tls_opts *o)
{
	return !o->is_server && !o->any_name && o->pin_count == 0 &&
	       (needs_authority(o) || o->any_issuer);
}

/* The name without a dot at its end, or the address without its interface.
 * Allocated; NULL: there is none. */
static char *expected_name(const struct tls *t)
{
	const struct tls_opts *o = &t->context->opts;
	const char *given = o->name ? o->name : t->host;

	if (!given)
		return NULL;
	char *name = xstrdup(given);
	size_t len = strlen(name);
	if (len > 1 && name[len - 1] == '.')
		name[len - 1] = '\0';
	name[strcspn(name, "%")] = '\0';
	return name;
}

/* The common name does not count; a wildcard replaces a whole label. */
#define NAME_FLAGS                                                             \
	(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |                                \
	    X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)

static bool expect_name(struct tls *t, const char *name)
{
	X509_VERIFY_PARAM *p = tls_lib.SSL_get0_param(t->ssl);

	tls_lib.X509_VERIFY_PARAM_set_hostflags(p, NAME_FLAGS);
	return is_address(name)
	           ? tls_lib.X509_VERIFY_PARAM_set1_ip_asc(p, name)
	           : tls_lib.X509_VERIFY_PARAM_set1_host(p, name, 0);
}

/* Server Name Indication is for names, without a dot at the end (RFC 6066). */
static bool announce_name(struct tls *t, const char *name)
{
	return is_address(name) ||
	       tls_lib.SSL_ctrl(t->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME,
		   TLSEXT_NAMETYPE_host_name, (void *)(uintptr_t)name);
}

int tls_verify_expect(struct tls *t, struct error *err)
{
	const struct tls_opts *o = &t->context->opts;
	char *name = expected_name(t);

	if (!name && needs_name(o))
		return error_set(err, FAULT_USAGE,
		    "the peer has no name that its certificate could be for");
	if (!name)
		return 0;
	int result = 0;
	if ((!o->is_server && !announce_name(t, name)) ||
	    (needs_authority(o) && !o->any_name && !expect_name(t, name)))
		result = error_set(err, FAULT_USAGE,
		    "'%s' cannot be the name of a server", name);
	free(name);
	return result;
}

/* What has come */

/* Checks the key by hash, pins, and known keys. Returns 0, or -1 with err. */
static int verify_key(struct tls *t, X509_STORE_CTX *store, struct error *err)
{
	const struct tls_opts *o = &t->context->opts;
	const X509 *x = tls_lib.X509_STORE_CTX_get0_cert(store);
	char pin[TLS_PIN_TEXT];

	if (!tls_pin_is_hashed(o, x))
		return tls_doubt(t, store, TLS_DOUBT_HASH, err);
	if (o->pin_count > 0 && !tls_pin_matches(o, x))
		return tls_doubt(t, store, TLS_DOUBT_PIN, err);
	if (o->pin_count > 0)
		t->trust = TAP_TRUST_PIN;
	if (!o->known)
		return 0;
	int known = tls_known_look(t, tls_pin_of(pin, x), err);
	t->trust = known == 0 ? TAP_TRUST_NEW : TAP_TRUST_KNOWN;
	return known < 0 ? -1 : 0;
}

/* Whether the certificate is for the name. Its issuer does not matter here. */
static bool is_for_name(const struct tls *t, const X509 *x)
{
	char *name = expected_name(t);
	bool is_right = true;

	if (name && is_address(name))
		is_right = tls_lib.X509_check_ip_asc(
			       (X509 *)(uintptr_t)x, name, NAME_FLAGS) == 1;
	else if (name)
		is_right = tls_lib.X509_check_host((X509 *)(uintptr_t)x, name,
			       0, NAME_FLAGS, NULL) == 1;
	free(name);
	return is_right;
}

/* Returns 0 if the certificate is accepted, or -1 with err and, for OpenSSL, a
 * code. */
static int judge(
    struct tls *t, X509_STORE_CTX *store, int *code, struct error *err)
{
	const struct tls_opts *o = &t->context->opts;

	*code = TLS_DOUBT_PIN;
	if (verify_key(t, store, err) < 0)
		return -1;
	*code = X509_V_ERR_HOSTNAME_MISMATCH;
	if (o->any_issuer && !o->any_name &&
	    !is_for_name(t, tls_lib.X509_STORE_CTX_get0_cert(store)))
		return tls_doubt(t, store, *code, err);
	*code = X509_V_OK;
	if (!needs_authority(o))
		return 0;
	if (tls_lib.X509_verify_cert(store) <= 0) {
		*code = tls_lib.X509_STORE_CTX_get_error(store);
		return tls_doubt(t, store, *code, err);
	}
	if (t->trust == TAP_TRUST_NONE)
		t->trust = TAP_TRUST_CA;
	return 0;
}

/* The callback of OpenSSL. Keeps the reason for the error of the handshake. */
static int verify(X509_STORE_CTX *store, void *context)
{
	SSL *ssl = tls_lib.X509_STORE_CTX_get_ex_data(
	    store, tls_lib.SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *t = tls_lib.SSL_get_ex_data(ssl, 0);
	struct error why = ERROR_NONE;
	int code;

	(void)context;
	t->was_shown = judge(t, store, &code, &why) == 0;
	tls_lib.X509_STORE_CTX_set_error(store, code);
	if (!t->was_shown && !t->doubt)
		t->doubt = xmalloc(sizeof(*t->doubt));
	if (!t->was_shown)
		*t->doubt = why;
	return t->was_shown;
}

static enum tls_clients asked_of_clients(const struct tls_context *c)
{
	const struct tls_opts *o = &c->opts;

	return o->clients == TLS_CLIENTS_OF_CA && o->ca ? TLS_CLIENTS_MUST
	                                                : o->clients;
}

static bool needs_certificate(const struct tls_context *c)
{
	return c->opts.is_server ? asked_of_clients(c) == TLS_CLIENTS_MUST
	                         : !c->opts.insecure;
}

/* With an anonymous cipher (aNULL, see ciphers(1)) there is no certificate, and
 * OpenSSL does not call verify(). */
int tls_verify_conclude(const struct tls *t, struct error *err)
{
	if (t->was_shown || !needs_certificate(t->context))
		return 0;
	return error_set(err, FAULT_TLS,
	    "failed: the peer has shown no certificate: %s is an anonymous "
	    "cipher",
	    tls_lib.SSL_CIPHER_get_name(
		tls_lib.SSL_get_current_cipher(t->ssl)));
}

void tls_verify_prepare(struct tls_context *c)
{
	int mode = SSL_VERIFY_PEER;
	enum tls_clients clients = asked_of_clients(c);

	if (c->opts.is_server && clients == TLS_CLIENTS_OF_CA)
		mode = SSL_VERIFY_NONE;
	else if (c->opts.is_server && clients == TLS_CLIENTS_MUST)
		mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
	tls_lib.SSL_CTX_set_verify(c->ctx, mode, NULL);
	tls_lib.SSL_CTX_set_cert_verify_callback(c->ctx, verify, NULL);
}
