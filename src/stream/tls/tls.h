/* SPDX-License-Identifier: MIT */
/*
 * TLS over another stream, by OpenSSL, which is loaded when a context is made.
 * Without it (tls-none.c) no context can be made.
 */
#ifndef STREAM_TLS_TLS_H
#define STREAM_TLS_TLS_H

#include "stream/stream.h"
#include "sys/socket/address.h"

struct tls_context;

/* Whether the clients of a server have certificates. */
enum tls_clients {
	TLS_CLIENTS_OF_CA, /* must if there is a ca, else are not asked */
	TLS_CLIENTS_MAY,
	TLS_CLIENTS_MUST,
};

/* Options of a client or a server. NULL: not given. */
struct tls_opts {
	bool is_server;
	bool is_of_proxy; /* for hints: the peer is one */
	const char *ca;   /* file or directory; of a server: for its clients */
	const char *certificate, *key; /* files: PEM, or one of PKCS#12 */
	const char *password_file;     /* for these */
	int64_t deadline;              /* for files that are pipes */
	const char *alpn;              /* "h2,http/1.1" */
	const char *min, *max;         /* "1.2", "1.3" ... */
	const char *ciphers;           /* as openssl-ciphers(1) */
	const char *const *pins;       /* "sha256//BASE64;..." */
	size_t pin_count;
	const char *hash;  /* also required: "SHA256:HEX" of the certificate */
	const char *known; /* a file of known keys */
	const char *key_log; /* a file for the keys of sessions */
	const char *name;    /* of the peer, if not the host */
	const char *staple;  /* of a server: a file, an OCSP answer in DER */
	const struct address_list *bound; /* of a server: for its certificate */
	enum tls_clients clients;
	bool insecure;             /* accepts any certificate */
	bool any_issuer, any_name; /* does not check the one or the other */
	bool wants_staple;         /* requires a good answer of OCSP */
	bool closes_late;          /* close_notify after that of the peer */
	bool allows_truncation;    /* accepts an end without close_notify */
};

/* The peer that a client has dialled, to check its name, and for messages. */
struct tls_peer {
	const char *host; /* a name or an address; NULL: a client then needs a
	                     pin, or a name in the options */
	const char *port;
	const struct tap_connection *connection; /* for observers, or NULL;
	                                            lives as long */
};

/* Loads the library and the files. Returns NULL with err filled: FAULT_TLS,
 * FAULT_USAGE, FAULT_IO, or FAULT_UNSUPPORTED. The opts live as long as the
 * context. */
struct tls_context *tls_context_new(
    const struct tls_opts *opts, struct tap *tap, struct error *err);

/* Accepts NULL. */
void tls_context_free(struct tls_context *c);

/* The pin of the certificate of this side, "sha256//BASE64", or NULL. */
const char *tls_context_pin(const struct tls_context *c);

/* Makes a stream that owns below; start shakes hands, and tells observers
 * (TAP_SECURED). Errors are predicates of the peer, with FAULT_TLS if the
 * handshake fails. After a handshake that failed or took too long, the stream
 * can still be finished and read, so that the peer receives all alerts. Returns
 * NULL with err filled, and below closed. */
struct stream *tls_stream(struct tls_context *c, struct stream *below,
    const struct tls_peer *peer, struct error *err);

/* "OpenSSL 3.0", or "none": what was built in. */
const char *tls_built_in(void);

#endif
