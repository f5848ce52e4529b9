/* SPDX-License-Identifier: MIT */
/* A certificate for this run, self-signed, and valid for a day. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stream/tls/tls-setup.h"

#define DAY (24 * 60 * 60)
#define CLOCK_SKEW (60 * 60)

/* The names and addresses */

static void add_name(struct bytes *names, const char *kind, const char *name)
{
	if (names->len > 0)
		bytes_add_text(names, ",");
	bytes_print(names, "%s:%s", kind, name);
}

static void add_host(struct bytes *names)
{
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	for (const char *c = host; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-' && *c != '.')
			return;
	if (host[0] && strcmp(host, "localhost") != 0)
		add_name(names, "DNS", host);
}

/* Adds the address without its interface, which a certificate cannot have. */
static void add_address(struct bytes *names, const struct address *a)
{
	char text[ADDRESS_TEXT];

	address_host(text, a);
	text[strcspn(text, "%")] = '\0';
	add_name(names, "IP", text);
}

/* "DNS:localhost,IP:127.0.0.1,...", ended by NUL: see x509v3_config(5). */
static void collect_names(struct bytes *names, const struct address_list *bound)
{
	add_name(names, "DNS", "localhost");
	add_host(names);
	add_name(names, "IP", "127.0.0.1");
	add_name(names, "IP", "::1");
	for (size_t i = 0; bound && i < bound->count; i++) {
		int family = address_family(&bound->items[i]);
		if ((family == AF_INET || family == AF_INET6) &&
		    !address_is_any(&bound->items[i]))
			add_address(names, &bound->items[i]);
	}
	bytes_add(names, "", 1);
}

/* The parts. Each function returns whether it has succeeded. */

static bool add_extension(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e = tls_lib.X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	bool is_added = e && tls_lib.X509_add_ext(x, e, -1);

	tls_lib.X509_EXTENSION_free(e);
	return is_added;
}

static bool add_extensions(X509 *x, const struct tls_context *c)
{
	struct bytes names = { 0 };

	collect_names(&names, c->opts.bound);
	bool are_added =
	    add_extension(x, NID_subject_alt_name, (const char *)names.at) &&
	    add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(x, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(x, NID_ext_key_usage, "serverAuth");
	bytes_free(&names);
	return are_added;
}

static bool set_serial(X509 *x)
{
	uint64_t number = 0;

	return tls_lib.RAND_bytes((unsigned char *)&number, sizeof(number)) ==
	           1 &&
	       tls_lib.ASN1_INTEGER_set_uint64(
		   tls_lib.X509_get_serialNumber(x), number >> 1);
}

static bool set_name(X509 *x)
{
	X509_NAME *name = tls_lib.X509_get_subject_name(x);

	return tls_lib.X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		   (const unsigned char *)"genet", -1, -1, 0) &&
	       tls_lib.X509_set_issuer_name(x, name);
}

static bool fill(X509 *x, EVP_PKEY *key, const struct tls_context *c)
{
	return tls_lib.X509_set_version(x, X509_VERSION_3) && set_serial(x) &&
	       set_name(x) &&
	       tls_lib.X509_gmtime_adj(
		   tls_lib.X509_getm_notBefore(x), -CLOCK_SKEW) &&
	       tls_lib.X509_gmtime_adj(tls_lib.X509_getm_notAfter(x), DAY) &&
	       tls_lib.X509_set_pubkey(x, key) && add_extensions(x, c) &&
	       tls_lib.X509_sign(x, key, tls_lib.EVP_sha256()) > 0;
}

int tls_certificate_make(struct tls_context *c, struct error *err)
{
	EVP_PKEY *key = tls_lib.EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	X509 *x = tls_lib.X509_new();
	bool is_made = key && x && fill(x, key, c) &&
	               tls_lib.SSL_CTX_use_certificate(c->ctx, x) &&
	               tls_lib.SSL_CTX_use_PrivateKey(c->ctx, key);

	if (is_made)
		tls_pin_of(c->pin, x);
	tls_lib.X509_free(x);
	tls_lib.EVP_PKEY_free(key);
	return is_made ? 0
	               : tls_fail_local(
			     FAULT_TLS, "cannot make a certificate", err);
}
