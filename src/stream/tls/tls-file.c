/* SPDX-License-Identifier: MIT */
/* The certificate and key of this side in files. They may be pipes, so each is
 * read once. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pemerr.h>

#include "stream/tls/tls-setup.h"
#include "sys/open.h"
#include "sys/secret.h"
#include "sys/waiting.h"

#define MOST_BYTES ((size_t)1024 * 1024)
/* More than most files have: memory that grows leaves copies of the key behind.
 */
#define READ_BYTES ((size_t)64 * 1024)
/* The first byte of PKCS#12, with which PEM does not begin. */
#define DER_SEQUENCE 0x30

struct file {
	const char *name;
	struct bytes bytes;
	char *password; /* NULL: there is none */
	bool is_password_asked;
};

/* Reading */

/* Waits for input or its end. Returns 0, or -1 with err filled. */
static int wait_for(
    int fd, const char *name, int64_t deadline, struct error *err)
{
	int result = waiting_for(fd, POLLIN, deadline, err);

	if (result == 0)
		return error_set(err, FAULT_TIMEOUT,
		    "cannot read '%s': nothing has come in time", name);
	return result < 0 ? -1 : 0;
}

static int read_all(int fd, const char *name, int64_t deadline,
    struct bytes *out, struct error *err)
{
	ssize_t n = 1;

	while (n > 0 && out->len <= MOST_BYTES) {
		size_t room;
		unsigned char *at = bytes_room(out, READ_BYTES, &room);
		if (wait_for(fd, name, deadline, err) < 0)
			return -1;
		n = read(fd, at, room);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			return error_sys(
			    err, FAULT_IO, "cannot read '%s'", name);
		else
			out->len += (size_t)n;
	}
	if (out->len > MOST_BYTES)
		return error_set(err, FAULT_USAGE,
		    "'%s' is too long for a file of certificates", name);
	return 0;
}

int tls_file_read(
    const char *name, int64_t deadline, struct bytes *out, struct error *err)
{
	int fd = open_by_deadline(name, O_RDONLY, deadline, err);

	if (fd < 0)
		return -1;
	int result = read_all(fd, name, deadline, out, err);
	close(fd);
	return result;
}

static void forget(struct file *f)
{
	if (f->bytes.memory)
		tls_lib.OPENSSL_cleanse(f->bytes.memory, f->bytes.capacity);
	secret_free(f->password);
	bytes_free(&f->bytes);
}

static int open_file(const struct tls_context *c, const char *name,
    struct file *f, struct error *err)
{
	const char *password = c->opts.password_file;

	*f = (struct file){ .name = name };
	int result = tls_file_read(name, c->opts.deadline, &f->bytes, err);
	if (result == 0 && password) {
		f->password = secret_read(password, c->opts.deadline, err);
		result = f->password ? 0 : -1;
	}
	if (result < 0)
		forget(f);
	return result;
}

static int give_password(char *to, int size, int is_to_encrypt, void *context)
{
	struct file *f = context;
	size_t len = f->password ? strlen(f->password) : 0;

	f->is_password_asked = true;
	if (len == 0 || len > (size_t)size)
		return -1;
	memcpy(to, f->password, len);
	return (int)len;
}

/* PEM: the certificate, those that lead to its authority, the key */

static BIO *open_memory(const struct file *f)
{
	return tls_lib.BIO_new_mem_buf(f->bytes.at, (int)f->bytes.len);
}

/* Adds the certificates after the first. Returns whether the last read failed
 * for want of another one: otherwise a part of the chain would be missing. */
static bool use_rest(struct tls_context *c, BIO *bio, struct file *f)
{
	X509 *x;

	tls_lib.ERR_clear_error();
	while ((x = tls_lib.PEM_read_bio_X509(bio, NULL, give_password, f)))
		if (!tls_lib.SSL_CTX_ctrl(c->ctx, SSL_CTRL_CHAIN_CERT, 0, x)) {
			tls_lib.X509_free(x);
			return false;
		}
	unsigned long code = tls_lib.ERR_peek_error();
	return ERR_GET_LIB(code) == ERR_LIB_PEM &&
	       ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

static bool use_chain(struct tls_context *c, BIO *bio, struct file *f)
{
	X509 *x = tls_lib.PEM_read_bio_X509_AUX(bio, NULL, give_password, f);
	bool is_used = x && tls_lib.SSL_CTX_use_certificate(c->ctx, x);

	if (is_used)
		tls_pin_of(c->pin, x);
	tls_lib.X509_free(x);
	return is_used && use_rest(c, bio, f);
}

static int fail_pem(const struct file *f, const char *what, struct error *err)
{
	if (f->is_password_asked && !f->password) {
		error_set(err, FAULT_USAGE,
		    "the key in '%s' is encrypted, and there is no password",
		    f->name);
		return error_suggest(err, HINT_TLS_PASSWORD, NULL);
	}
	if (f->is_password_asked)
		return error_set(err, FAULT_USAGE,
		    "the password is not that of '%s'", f->name);
	return error_set(
	    err, FAULT_USAGE, "'%s' has no %s in PEM", f->name, what);
}

static int load_chain(struct tls_context *c, struct file *f, struct error *err)
{
	BIO *bio = open_memory(f);
	bool is_used = bio && use_chain(c, bio, f);

	tls_lib.BIO_free(bio);
	if (!is_used && c->pin[0])
		return error_set(err, FAULT_USAGE,
		    "'%s' has a certificate behind the first that cannot be "
		    "read",
		    f->name);
	return is_used ? 0 : fail_pem(f, "certificate", err);
}

static int use_key(struct tls_context *c, const struct file *f, EVP_PKEY *key,
    struct error *err)
{
	if (tls_lib.SSL_CTX_use_PrivateKey(c->ctx, key) &&
	    tls_lib.SSL_CTX_check_private_key(c->ctx))
		return 0;
	return error_set(err, FAULT_USAGE,
	    "the key in '%s' is not that of the certificate in '%s'", f->name,
	    c->opts.certificate);
}

static int load_key(struct tls_context *c, struct file *f, struct error *err)
{
	BIO *bio = open_memory(f);
	EVP_PKEY *key =
	    bio ? tls_lib.PEM_read_bio_PrivateKey(bio, NULL, give_password, f)
		: NULL;
	int result =
	    key ? use_key(c, f, key, err) : fail_pem(f, "private key", err);

	tls_lib.EVP_PKEY_free(key);
	tls_lib.BIO_free(bio);
	return result;
}

/* PKCS#12: all of that in one file */

static bool parse_bundle(
    struct file *f, EVP_PKEY **key, X509 **x, STACK_OF(X509) * *chain)
{
	BIO *bio = open_memory(f);
	PKCS12 *p = bio ? tls_lib.d2i_PKCS12_bio(bio, NULL) : NULL;
	bool is_parsed =
	    p && tls_lib.PKCS12_parse(p, f->password, key, x, chain);

	tls_lib.PKCS12_free(p);
	tls_lib.BIO_free(bio);
	return is_parsed;
}

static int fail_bundle(const struct file *f, struct error *err)
{
	if (f->password)
		return error_set(err, FAULT_USAGE,
		    "'%s' is not a PKCS#12 file with that password", f->name);
	error_set(err, FAULT_USAGE,
	    "'%s' is not a PKCS#12 file without a password", f->name);
	return error_suggest(err, HINT_TLS_PASSWORD, NULL);
}

static int load_bundle(struct tls_context *c, struct file *f, struct error *err)
{
	EVP_PKEY *key = NULL;
	X509 *x = NULL;
	STACK_OF(X509) *chain = NULL;
	int result = 0;

	if (!parse_bundle(f, &key, &x, &chain)) {
		result = fail_bundle(f, err);
	} else if (!key || !x) {
		result = error_set(err, FAULT_USAGE,
		    "'%s' has no certificate with its key", f->name);
	} else if (tls_lib.SSL_CTX_use_cert_and_key(c->ctx, x, key, chain, 1)) {
		tls_pin_of(c->pin, x);
	} else {
		result = tls_fail_local(
		    FAULT_USAGE, "cannot use the certificate", err);
	}
	tls_lib.EVP_PKEY_free(key);
	tls_lib.X509_free(x);
	tls_lib.OPENSSL_sk_pop_free(
	    (OPENSSL_STACK *)chain, (OPENSSL_sk_freefunc)tls_lib.X509_free);
	return result;
}

/* All of it */

static int load_key_file(struct tls_context *c, struct error *err)
{
	struct file key;

	if (open_file(c, c->opts.key, &key, err) < 0)
		return -1;
	int result = load_key(c, &key, err);
	forget(&key);
	return result;
}

/* Without --tls-key, the key is in the file of the certificate. */
static int load_own_key(
    struct tls_context *c, struct file *f, struct error *err)
{
	int result = load_key(c, f, err);

	if (result < 0 && !f->is_password_asked && err->hint.code == HINT_NONE)
		return error_suggest(err, HINT_TLS_KEY, NULL);
	return result;
}

int tls_file_certificate(struct tls_context *c, struct error *err)
{
	struct file f;
	int result = open_file(c, c->opts.certificate, &f, err);

	if (result < 0)
		return -1;
	if (f.bytes.len > 0 && f.bytes.at[0] == DER_SEQUENCE) {
		result = load_bundle(c, &f, err);
	} else {
		result = load_chain(c, &f, err);
		if (result == 0)
			result = c->opts.key ? load_key_file(c, err)
			                     : load_own_key(c, &f, err);
	}
	forget(&f);
	return result;
}
