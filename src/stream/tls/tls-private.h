/* SPDX-License-Identifier: MIT */
/* What the files of TLS share. */
#ifndef STREAM_TLS_TLS_PRIVATE_H
#define STREAM_TLS_TLS_PRIVATE_H

#include "base/bytes.h"
#include "stream/over.h"
#include "stream/tls/tls-library.h"
#include "stream/tls/tls.h"

#define TLS_PIN_TEXT 64  /* "sha256//" and 32 bytes in base64 */
#define TLS_HASH_TEXT 72 /* "SHA256:" and the same in hexadecimal */
#define TLS_FIRST_BYTES 100
/* Of encrypted bytes in each direction, as a rule. */
#define TLS_ROOM_BYTES (64 * 1024)

struct tls_context {
	struct tls_opts opts;
	struct tap *tap;
	SSL_CTX *ctx;
	BIO_METHOD *method;
	unsigned char *protocols; /* of ALPN, as on the wire; allocated */
	unsigned protocols_len;
	struct bytes staple;    /* of a server: an answer of OCSP */
	char pin[TLS_PIN_TEXT]; /* of this side's certificate; or empty */
	int key_log_fd;         /* or -1 */
};

struct tls {
	struct over over;
	struct tls_context *context;
	SSL *ssl;
	char *host, *port;    /* of the peer; or NULL */
	struct bytes in, out; /* encrypted: not decrypted yet, not sent yet */
	size_t untold;        /* bytes encrypted, not reported as written */
	size_t goodbye_bytes; /* of the close_notify */
	unsigned char first[TLS_FIRST_BYTES]; /* received: may be no TLS */
	size_t first_len;
	bool is_open;                       /* the handshake is done */
	bool below_has_ended, has_ended;    /* the latter: by close_notify */
	bool is_finished, has_said_goodbye; /* the same of this side */
	bool was_shown;                     /* a certificate was accepted */
	bool must_read;                     /* a write waits for the peer */
	struct error *failure; /* of all further operations; or NULL */
	enum tap_trust trust;  /* why the certificate is accepted */
	const char *staple;    /* the status by OCSP; NULL: no answer */
	struct error *doubt;   /* why the certificate is refused; or NULL */
	const struct tap_connection *connection; /* or NULL */
	int64_t started;                         /* the handshake; 0: not yet */
};
/* tls-carry.c: answer sends what is encrypted, and ignores a failure; receive
 * returns 1 for bytes or the end, or as a stream does; explain_loss adds a hint
 * if close_notify was sent. */
void tls_answer(struct tls *t);
int tls_receive(struct tls *t, struct error *err);
void tls_follow(struct tls *t);
void tls_explain_loss(const struct tls *t, struct error *err);
/* Whether too much is waiting to be sent for anything to be read. */
bool tls_is_stuck(const struct tls *t);
/* Keep a failure, and fail with it again. */
int tls_break_off(struct tls *t, const struct error *cause);
int tls_fail_again(const struct tls *t, struct error *err);

/* tls-failure.c: the first error that OpenSSL has noted, as a predicate of the
 * peer; or of a call of this side: "WHAT: REASON". Return -1. */
int tls_fail(const struct tls *t, struct error *err);
int tls_fail_local(enum fault kind, const char *what, struct error *err);

/* tls-data.c and tls-end.c: operations, and what they share. */
ssize_t tls_read(struct stream *s, void *bytes, size_t len, struct error *err);
ssize_t tls_write(
    struct stream *s, const void *bytes, size_t len, struct error *err);
bool tls_pending(const struct stream *s);
int tls_finish(struct stream *s, struct error *err);
void tls_reset(struct stream *s);
int tls_delivered(struct stream *s, int *unconfirmed, struct error *err);
void tls_say_goodbye(struct tls *t);
void tls_peer_has_ended(struct tls *t);

#endif
