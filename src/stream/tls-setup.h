/* SPDX-License-Identifier: MIT */
/* What a context of TLS is made of: certificates, and whom to believe. */
#ifndef STREAM_TLS_SETUP_H
#define STREAM_TLS_SETUP_H

#include "stream/tls-private.h"

/* tls-bio.c: what OpenSSL reads from and writes to: t->in and t->out. Return
 * NULL if there is no memory; the method then with err filled. */
BIO_METHOD *tls_bio_method(struct error *err);
BIO *tls_bio_new(const struct tls_context *c, struct tls *t);

/* tls-file.c: load into the context what the files have. Return 0, or -1. */
int tls_file_certificate(struct tls_context *c, struct error *err);
int tls_file_authorities(struct tls_context *c, struct error *err);

/* tls-certificate.c: makes one on the spot. Returns 0, or -1. */
int tls_certificate_make(struct tls_context *c, struct error *err);

/* tls-pin.c: writes the pin of the certificate's key. Returns out. */
char *tls_pin_of(char out[TLS_PIN_TEXT], const X509 *certificate);
/* Checks how the pins of the options are written. Returns 0, or -1. */
int tls_pin_check(const struct tls_opts *opts, struct error *err);
/* Whether one of those of the options is that of the certificate. */
bool tls_pin_matches(const struct tls_opts *opts, const X509 *certificate);

/* tls-verify.c: whom to believe: for all of the context, and for one. */
void tls_verify_prepare(struct tls_context *c);
int tls_verify_expect(struct tls *t, struct error *err);

/* tls-doubt.c: why a certificate is not believed: an error of X509_verify_cert,
 * or one of genet's own. */
#define TLS_DOUBT_PIN X509_V_ERR_APPLICATION_VERIFICATION
void tls_doubt(
    struct tls *t, X509_STORE_CTX *store, int code, struct error *err);

#endif
