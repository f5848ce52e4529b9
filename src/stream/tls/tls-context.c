/* SPDX-License-Identifier: MIT */
/* What connections have in common: versions, ciphers, certificates. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "stream/tls/tls-setup.h"

/* Versions */

static const struct version {
	const char *name;
	int number;
} versions[] = {
	{ "1.0", TLS1_VERSION },
	{ "1.1", TLS1_1_VERSION },
	{ "1.2", TLS1_2_VERSION },
	{ "1.3", TLS1_3_VERSION },
};

static int set_bound(struct tls_context *c, int which, int version)
{
	return (int)tls_lib.SSL_CTX_ctrl(c->ctx, which, version, NULL);
}

/* Versions before TLS 1.2 need hashes that only security level 0 allows
 * (SSL_CTX_set_security_level(3)). */
static int set_version(
    struct tls_context *c, int which, const char *name, struct error *err)
{
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (strcmp(versions[i].name, name) != 0)
			continue;
		if (versions[i].number < TLS1_2_VERSION)
			tls_lib.SSL_CTX_set_security_level(c->ctx, 0);
		if (set_bound(c, which, versions[i].number))
			return 0;
		return error_set(
		    err, FAULT_UNSUPPORTED, "this OpenSSL has no TLS %s", name);
	}
	return error_set(err, FAULT_USAGE,
	    "'%s' is not a version of TLS; they are 1.0, 1.1, 1.2 and 1.3",
	    name);
}

static int set_versions(struct tls_context *c, struct error *err)
{
	const char *min = c->opts.min ? c->opts.min : "1.2";

	if (set_version(c, SSL_CTRL_SET_MIN_PROTO_VERSION, min, err) < 0)
		return -1;
	return c->opts.max ? set_version(c, SSL_CTRL_SET_MAX_PROTO_VERSION,
				 c->opts.max, err)
	                   : 0;
}

/* Ciphers */

/* Whether it names one cipher, not a group of them: see openssl-ciphers(1). */
static bool is_name(const char *item)
{
	return strchr(item, '-') && !strchr("!+-@", item[0]);
}

static void add(struct bytes *list, const char *item)
{
	if (list->len > 0)
		bytes_add(list, ":", 1);
	bytes_add_text(list, item);
}

/* Sets the lists of ciphers for old versions and for TLS 1.3. One list may be
 * empty. Returns whether OpenSSL knows their items. */
static bool use(
    struct tls_context *c, struct bytes *old, struct bytes *new, bool are_names)
{
	if (old->len == 0 && new->len == 0)
		return false;
	if (old->len == 0)
		set_bound(c, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_3_VERSION);
	else if (new->len == 0 && are_names)
		set_bound(c, SSL_CTRL_SET_MAX_PROTO_VERSION, TLS1_2_VERSION);
	bytes_add(old, "", 1);
	bytes_add(new, "", 1);
	if (old->at[0] &&
	    !tls_lib.SSL_CTX_set_cipher_list(c->ctx, (const char *)old->at))
		return false;
	return !new->at[0] ||
	       tls_lib.SSL_CTX_set_ciphersuites(c->ctx, (const char *)new->at);
}

/* Ciphers of TLS 1.3 have a list of their own in OpenSSL. If the option names
 * no cipher for TLS 1.3, or none for older versions, these versions are
 * disabled. */
static int set_ciphers(struct tls_context *c, struct error *err)
{
	struct bytes old = { 0 }, new = { 0 };
	bool are_names = true;

	if (!c->opts.ciphers)
		return 0;
	char *copy = xstrdup(c->opts.ciphers), *rest = copy, *item;
	while ((item = strsep(&rest, ":, "))) {
		bool is_new = strncmp(item, "TLS_", 4) == 0;
		if (!item[0])
			continue;
		are_names &= is_new || is_name(item);
		add(is_new ? &new : &old, item);
	}
	bool are_known = use(c, &old, &new, are_names);
	free(copy);
	bytes_free(&old);
	bytes_free(&new);
	if (are_known)
		return 0;
	return error_set(err, FAULT_USAGE,
	    "'%s' is not a list of ciphers that OpenSSL knows: see "
	    "openssl-ciphers(1)",
	    c->opts.ciphers);
}

/* Protocols of the application (ALPN, RFC 7301) */

static int select_protocol(SSL *ssl, const unsigned char **out,
    unsigned char *out_len, const unsigned char *in, unsigned in_len,
    void *context)
{
	const struct tls_context *c = context;
	int result = tls_lib.SSL_select_next_proto((unsigned char **)out,
	    out_len, c->protocols, c->protocols_len, in, in_len);

	return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
	                                        : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static int set_protocols(struct tls_context *c, struct error *err)
{
	struct bytes wire = { 0 };

	if (!c->opts.alpn)
		return 0;
	for (const char *at = c->opts.alpn; at;) {
		size_t len = strcspn(at, ",");
		unsigned char size = (unsigned char)len;
		if (len == 0 || len > 255) {
			bytes_free(&wire);
			return error_set(err, FAULT_USAGE,
			    "'%s' is not a list of protocols; write "
			    "h2,http/1.1",
			    c->opts.alpn);
		}
		bytes_add(&wire, &size, 1);
		bytes_add(&wire, at, len);
		at = at[len] ? at + len + 1 : NULL;
	}
	c->protocols = wire.memory;
	c->protocols_len = (unsigned)wire.len;
	if (c->opts.is_server)
		tls_lib.SSL_CTX_set_alpn_select_cb(c->ctx, select_protocol, c);
	else if (tls_lib.SSL_CTX_set_alpn_protos(
		     c->ctx, c->protocols, c->protocols_len) != 0) /* sic */
		return tls_fail_local(FAULT_TLS, "cannot use ALPN", err);
	return 0;
}

/* All of it */

/* A server sends no tickets: a client that closes without having read them
 * would reset the connection. */
static void set_modes(struct tls_context *c)
{
	uint64_t options = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION;
	long modes = SSL_MODE_ENABLE_PARTIAL_WRITE |
	             SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
	             SSL_MODE_RELEASE_BUFFERS;

	tls_lib.SSL_CTX_ctrl(c->ctx, SSL_CTRL_MODE, modes, NULL);
	tls_lib.SSL_CTX_ctrl(
	    c->ctx, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_OFF, NULL);
	/* Otherwise nothing could be written after a truncated end. */
	if (c->opts.allows_truncation)
		options |= SSL_OP_IGNORE_UNEXPECTED_EOF;
	if (c->opts.is_server) {
		options |= SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE;
		tls_lib.SSL_CTX_set_num_tickets(c->ctx, 0);
	}
	tls_lib.SSL_CTX_set_options(c->ctx, options);
}

static int set_certificate(struct tls_context *c, struct error *err)
{
	if (c->opts.certificate)
		return tls_file_certificate(c, err);
	return c->opts.is_server ? tls_certificate_make(c, err) : 0;
}

static int open_context(struct tls_context *c, struct error *err)
{
	if (tls_library_load(err) < 0 || tls_pin_check(&c->opts, err) < 0)
		return -1;
	tls_lib.ERR_clear_error();
	c->method = tls_bio_method(err);
	if (!c->method)
		return -1;
	c->ctx = tls_lib.SSL_CTX_new(c->opts.is_server
					 ? tls_lib.TLS_server_method()
					 : tls_lib.TLS_client_method());
	if (!c->ctx)
		return tls_fail_local(FAULT_TLS, "cannot use OpenSSL", err);
	set_modes(c);
	if (set_versions(c, err) < 0 || set_ciphers(c, err) < 0 ||
	    set_protocols(c, err) < 0 || set_certificate(c, err) < 0 ||
	    tls_authorities_load(c, err) < 0 || tls_staple_load(c, err) < 0)
		return -1;
	tls_verify_prepare(c);
	tls_keylog_open(c);
	return 0;
}

struct tls_context *tls_context_new(
    const struct tls_opts *opts, struct tap *tap, struct error *err)
{
	struct tls_context *c = xcalloc(1, sizeof(*c));

	c->opts = *opts;
	c->key_log_fd = -1;
	c->tap = tap;
	if (open_context(c, err) == 0)
		return c;
	tls_context_free(c);
	return NULL;
}

void tls_context_free(struct tls_context *c)
{
	if (!c)
		return;
	if (c->ctx)
		tls_lib.SSL_CTX_free(c->ctx);
	if (c->method)
		tls_lib.BIO_meth_free(c->method);
	tls_keylog_close(c);
	bytes_free(&c->staple);
	free(c->protocols);
	free(c);
}

const char *tls_context_pin(const struct tls_context *c)
{
	return c->pin[0] ? c->pin : NULL;
}

const char *tls_built_in(void)
{
	return "OpenSSL " TLS_TEXT_OF(OPENSSL_VERSION_MAJOR) "." TLS_TEXT_OF(
	    OPENSSL_VERSION_MINOR);
}
