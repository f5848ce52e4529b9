/* SPDX-License-Identifier: MIT */
/* What OpenSSL has noted, in words. */
#ifndef STREAM_TLS_TLS_FAILURE_H
#define STREAM_TLS_TLS_FAILURE_H

#include "base/error.h"

struct tls;

/* The first error that OpenSSL has noted, as a predicate of the peer; or of a
 * call of this side: "WHAT: REASON". Return -1. */
int tls_fail(const struct tls *t, struct error *err);
int tls_fail_local(enum fault kind, const char *what, struct error *err);

#endif
