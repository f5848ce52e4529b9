/* SPDX-License-Identifier: MIT */
/* What a context and a handshake of TLS are made of, file by file. */
#ifndef STREAM_TLS_TLS_SETUP_H
#define STREAM_TLS_TLS_SETUP_H

#include "stream/tls/tls-private.h"

/* tls-carry.c: has OpenSSL read from t->in and write to t->out. Return NULL if
 * there is no memory; the method with err filled. */
BIO_METHOD *tls_bio_method(struct error *err);
BIO *tls_bio_new(struct tls *t);

/* tls-file.c and tls-authorities.c: load into the context what the files have.
 * Return 0, or -1. */
int tls_file_certificate(struct tls_context *c, struct error *err);
int tls_authorities_load(struct tls_context *c, struct error *err);
/* Reads a file of moderate size. Returns 0, or -1 with err filled. */
int tls_file_read(
    const char *name, int64_t deadline, struct bytes *out, struct error *err);

/* tls-certificate.c: makes a certificate for this run. Returns 0, or -1. */
int tls_certificate_make(struct tls_context *c, struct error *err);

/* tls-pin.c: writes the pin of the certificate's key. Returns out. */
char *tls_pin_of(char out[TLS_PIN_TEXT], const X509 *certificate);
/* Checks the form of the pins of the options. Returns 0, or -1. */
int tls_pin_check(const struct tls_opts *opts, struct error *err);
/* Whether one of the pins of the options is that of the certificate. */
bool tls_pin_matches(const struct tls_opts *opts, const X509 *certificate);

/* The same for the hash of the whole certificate, "SHA256:HEX", as libtls
 * writes it; without a hash in the options, any is right. */
char *tls_pin_hash(char out[TLS_HASH_TEXT], const X509 *certificate);
bool tls_pin_is_hashed(const struct tls_opts *opts, const X509 *certificate);

/* tls-known.c: looks for the peer in the file of known keys. Returns 1 if it
 * has this pin, 0 if the peer is not in the file, or -1 with err filled if it
 * has another pin. */
int tls_known_look(const struct tls *t, const char *pin, struct error *err);
/* Adds the pin, unless it is there. Returns 0, or -1 with err filled. */
int tls_known_add(const struct tls *t, const char *pin, struct error *err);

/* tls-keylog.c: opens and closes the file for keys of the options. One that
 * cannot be opened is a warning. */
void tls_keylog_open(struct tls_context *c);
void tls_keylog_close(struct tls_context *c);

/* tls-staple.c: asks for an answer of OCSP, and checks it after the handshake.
 * Returns 0, or -1 with err filled if the certificate is revoked. */
void tls_staple_ask(SSL *ssl);
int tls_staple_check(struct tls *t, struct error *err);
/* Of a server: loads the answer of the options. Returns 0, or -1. */
int tls_staple_load(struct tls_context *c, struct error *err);

/* tls-facts.c: tells observers the result of the handshake. */
void tls_facts_tell(const struct tls *t);

/* tls-verify.c: prepare sets the checks of the context, expect those of one
 * peer; conclude checks that a certificate was seen. Return 0, or -1 with err.
 */
void tls_verify_prepare(struct tls_context *c);
int tls_verify_expect(struct tls *t, struct error *err);
int tls_verify_conclude(const struct tls *t, struct error *err);

/* tls-doubt.c: says why a certificate is refused, by a code of X509_verify_cert
 * or one of these. Returns -1. */
#define TLS_DOUBT_PIN X509_V_ERR_APPLICATION_VERIFICATION
#define TLS_DOUBT_HASH (-1)
int tls_doubt(
    const struct tls *t, X509_STORE_CTX *store, int code, struct error *err);

#endif
