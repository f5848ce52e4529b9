/* SPDX-License-Identifier: MIT */
/* What a context and a handshake of TLS are made of, file by file. */
#ifndef STREAM_TLS_TLS_SETUP_H
#define STREAM_TLS_TLS_SETUP_H

#include "stream/tls/tls-private.h"

/* tls-bio.c: what OpenSSL reads from and writes to: t->in and t->out. Return
 * NULL if there is no memory; the method then with err filled. */
BIO_METHOD *tls_bio_method(struct error *err);
BIO *tls_bio_new(struct tls *t);

/* tls-file.c and tls-authorities.c: load into the context what the files have.
 * Return 0, or -1. */
int tls_file_certificate(struct tls_context *c, struct error *err);
int tls_authorities_load(struct tls_context *c, struct error *err);
/* Reads a file of moderate size. Returns 0, or -1 with err filled. */
int tls_file_read(
    const char *name, int64_t deadline, struct bytes *out, struct error *err);

/* tls-certificate.c: makes one on the spot. Returns 0, or -1. */
int tls_certificate_make(struct tls_context *c, struct error *err);

/* tls-pin.c: writes the pin of the certificate's key. Returns out. */
char *tls_pin_of(char out[TLS_PIN_TEXT], const X509 *certificate);
/* Checks how the pins of the options are written. Returns 0, or -1. */
int tls_pin_check(const struct tls_opts *opts, struct error *err);
/* Whether one of those of the options is that of the certificate. */
bool tls_pin_matches(const struct tls_opts *opts, const X509 *certificate);

/* The same for the whole certificate, as libtls writes it, "SHA256:HEX", and
 * whether that is the hash of the options, if there is one. */
char *tls_pin_hash(char out[TLS_HASH_TEXT], const X509 *certificate);
bool tls_pin_is_hashed(const struct tls_opts *opts, const X509 *certificate);

/* tls-known.c: whether the file of known keys has this pin for the peer.
 * Returns 1 if it has, 0 if it has none for it, -1 with err filled if it has
 * another. */
int tls_known_look(const struct tls *t, const char *pin, struct error *err);
/* Adds it, unless it is there. Returns 0, or -1 with err filled. */
int tls_known_add(const struct tls *t, const char *pin, struct error *err);

/* tls-keylog.c: begins and ends to write keys to the file of the options. A
 * file that cannot be opened is no reason to fail. */
void tls_keylog_open(struct tls_context *c);
void tls_keylog_close(struct tls_context *c);

/* tls-staple.c: asks for an answer of OCSP, and looks at it when hands are
 * shaken. Returns 0, or -1 with err filled if the certificate is revoked. */
void tls_staple_ask(SSL *ssl);
int tls_staple_check(struct tls *t, struct error *err);
/* Of a server: loads the answer of the options. Returns 0, or -1. */
int tls_staple_load(struct tls_context *c, struct error *err);

/* tls-facts.c: tells observers what TLS has come to. */
void tls_facts_tell(const struct tls *t);

/* tls-verify.c: whom to believe: for all of the context, and for one; and at
 * the end, that the peer was believed. Return 0, or -1 with err. */
void tls_verify_prepare(struct tls_context *c);
int tls_verify_expect(struct tls *t, struct error *err);
int tls_verify_conclude(const struct tls *t, struct error *err);

/* tls-doubt.c: why a certificate is not believed: an error of X509_verify_cert,
 * or one of genet's own. Returns -1. */
#define TLS_DOUBT_PIN X509_V_ERR_APPLICATION_VERIFICATION
#define TLS_DOUBT_HASH (-1)
int tls_doubt(
    const struct tls *t, X509_STORE_CTX *store, int code, struct error *err);

#endif
