/* SPDX-License-Identifier: MIT */
/* A genet without TLS. */
#include "stream/tls/tls.h"

struct tls_context *tls_context_new(
    const struct tls_opts *opts, struct tap *tap, struct error *err)
{
	(void)opts;
	(void)tap;
	error_set(err, FAULT_UNSUPPORTED, "TLS is not in this build of genet");
	return NULL;
}

void tls_context_free(struct tls_context *c)
{
	(void)c;
}

const char *tls_context_pin(const struct tls_context *c)
{
	(void)c;
	return NULL;
}

struct stream *tls_stream(struct tls_context *c, struct stream *below,
    const struct tls_peer *peer, struct error *err)
{
	(void)c;
	(void)peer;
	stream_close(below);
	error_set(err, FAULT_UNSUPPORTED, "TLS is not in this build of genet");
	return NULL;
}

const char *tls_built_in(void)
{
	return "none";
}
