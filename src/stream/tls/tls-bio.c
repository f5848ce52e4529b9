/* SPDX-License-Identifier: MIT */
/* The connection of OpenSSL (BIO_meth_new(3)): bytes in memory, which the
 * stream receives and sends. */
#include <string.h>

#include "stream/tls/tls-setup.h"

static int read_in(BIO *bio, char *to, int len)
{
	struct tls *t = tls_lib.BIO_get_data(bio);
	size_t n = (size_t)len < t->in.len ? (size_t)len : t->in.len;

	tls_lib.BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
	if (n > 0) {
		memcpy(to, t->in.at, n);
		bytes_drop(&t->in, n);
		return (int)n;
	}
	if (t->below_has_ended)
		return 0;
	tls_lib.BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY);
	return -1;
}

static int write_out(BIO *bio, const char *from, int len)
{
	struct tls *t = tls_lib.BIO_get_data(bio);

	bytes_add(&t->out, from, (size_t)len);
	return len;
}

/* OpenSSL asks for BIO_CTRL_EOF to tell the end from an error. */
static long control(BIO *bio, int what, long number, void *pointer)
{
	const struct tls *t = tls_lib.BIO_get_data(bio);

	if (what == BIO_CTRL_EOF)
		return t->below_has_ended && t->in.len == 0;
	return what == BIO_CTRL_FLUSH;
}

BIO_METHOD *tls_bio_method(struct error *err)
{
	int type = tls_lib.BIO_get_new_index();
	BIO_METHOD *m =
	    tls_lib.BIO_meth_new(type | BIO_TYPE_SOURCE_SINK, "genet");

	if (m && tls_lib.BIO_meth_set_read(m, read_in) &&
	    tls_lib.BIO_meth_set_write(m, write_out) &&
	    tls_lib.BIO_meth_set_ctrl(m, control))
		return m;
	tls_lib.BIO_meth_free(m);
	tls_fail_local(FAULT_TLS, "cannot use OpenSSL", err);
	return NULL;
}

BIO *tls_bio_new(struct tls *t)
{
	BIO *bio = tls_lib.BIO_new(t->context->method);

	if (!bio)
		return NULL;
	tls_lib.BIO_set_data(bio, t);
	tls_lib.BIO_set_init(bio, 1);
	return bio;
}
