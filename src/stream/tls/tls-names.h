/* SPDX-License-Identifier: MIT */
/* Names and dates of certificates as text for people, escaped and cut. */
#ifndef STREAM_TLS_TLS_NAMES_H
#define STREAM_TLS_TLS_NAMES_H

#include "stream/tls/tls-library.h"

#define TLS_NAME_TEXT 80
#define TLS_NAMES_TEXT 240
#define TLS_DATE_TEXT 32

/* All functions return out. The common name, or another part of the name. */
char *tls_names_one(char out[TLS_NAME_TEXT], const X509_NAME *name);

/* The names and addresses of the subject: "a.test, *.b.test, 192.0.2.1", or "".
 */
char *tls_names_all(char out[TLS_NAMES_TEXT], const X509 *certificate);

/* The first of these, or the common name. */
char *tls_names_first(char out[TLS_NAME_TEXT], const X509 *certificate);

/* RFC 3339: "2026-01-31T12:00:00Z". */
char *tls_names_date(char out[TLS_DATE_TEXT], const ASN1_TIME *time);

#endif
