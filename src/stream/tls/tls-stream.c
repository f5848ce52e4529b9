/* SPDX-License-Identifier: MIT */
/*
 * TLS over another stream. OpenSSL reads and writes bytes in memory, and never
 * blocks. This file makes the stream and shakes hands; tls-carry.c moves
 * encrypted bytes, tls-data.c reads and writes, tls-end.c ends.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "stream/tls/tls-setup.h"

/* How often one call receives: then other members of the loop are served. */
#define RECEIPTS 4

/* One step. Returns 0 when the handshake is done, or as a stream does. */
static int shake_hands(struct tls *t, struct error *err)
{
	tls_lib.ERR_clear_error();
	int n = tls_lib.SSL_do_handshake(t->ssl);

	if (n == 1)
		return 0;
	if (tls_lib.SSL_get_error(t->ssl, n) == SSL_ERROR_WANT_READ)
		return STREAM_AGAIN;
	tls_fail(t, err);
	tls_answer(t); /* by the alert that OpenSSL has made */
	return STREAM_ERROR;
}

/* What follows the handshake. Returns 0, or STREAM_ERROR. */
static int conclude(struct tls *t, struct error *err)
{
	char pin[TLS_PIN_TEXT];

	if (tls_verify_conclude(t, err) < 0)
		return STREAM_ERROR;
	if (t->trust == TAP_TRUST_NEW &&
	    tls_known_add(t,
		tls_pin_of(pin, tls_lib.SSL_get0_peer_certificate(t->ssl)),
		err) < 0)
		return STREAM_ERROR;
	if (!t->context->opts.is_server && tls_staple_check(t, err) < 0)
		return STREAM_ERROR;
	/* Session tickets, for example. */
	t->over.stream.says_unasked =
	    tls_lib.SSL_version(t->ssl) >= TLS1_3_VERSION;
	tls_facts_tell(t);
	return 0;
}

/* Names the failure of the stream below as the reason. */
static int fail_below(struct error *err)
{
	struct error cause = *err;

	snprintf(err->text, sizeof(err->text), "failed: %.*s",
	    (int)sizeof(err->text) - 16, cause.text);
	return STREAM_ERROR;
}

static int go_on(struct tls *t, struct error *err)
{
	for (int receipts = RECEIPTS; receipts > 0; receipts--) {
		int result = shake_hands(t, err);
		if (result == STREAM_ERROR)
			return result;
		t->is_open = result == 0;
		if (t->is_open && conclude(t, err) < 0)
			return STREAM_ERROR;
		int moved = over_send(&t->over, &t->out, err);
		if (moved == 0 && t->is_open)
			return 0;
		if (moved == 0)
			moved = tls_receive(t, err);
		if (moved < 0)
			return moved == STREAM_ERROR ? fail_below(err) : moved;
	}
	return STREAM_AGAIN;
}

static int tls_start(struct stream *s, struct error *err)
{
	struct tls *t = (struct tls *)s;
	int result = STREAM_ERROR;

	if (t->failure)
		return tls_fail_again(t, err);
	if (!t->started)
		t->started = clock_now();
	result = t->is_open ? over_send(&t->over, &t->out, err) : go_on(t, err);
	if (result == STREAM_ERROR)
		tls_break_off(t, err);
	tls_follow(t);
	return result;
}

static void tls_close(struct stream *s)
{
	struct tls *t = (struct tls *)s;

	if (t->is_finished)
		tls_say_goodbye(t);
	tls_answer(t);
	tls_lib.SSL_free(t->ssl);
	stream_close(t->over.below);
	bytes_free(&t->in);
	bytes_free(&t->out);
	free(t->failure);
	free(t->doubt);
	free(t->host);
	free(t->port);
	free(t);
}

static const struct stream_ops ops = {
	.start = tls_start,
	.read = tls_read,
	.write = tls_write,
	.finish = tls_finish,
	.reset = tls_reset,
	.pending = tls_pending,
	.delivered = tls_delivered,
	.watch_peer = over_watch_peer,
	.peer_gone = over_peer_gone,
	.describe = over_describe,
	.ends = over_ends,
	.close = tls_close,
};

/* Making one */

static int open_session(struct tls *t, struct error *err)
{
	BIO *bio;

	t->ssl = tls_lib.SSL_new(t->context->ctx);
	bio = t->ssl ? tls_bio_new(t) : NULL;
	if (!bio)
		return tls_fail_local(FAULT_TLS, "cannot begin", err);
	tls_lib.SSL_set_bio(t->ssl, bio, bio);
	if (!tls_lib.SSL_set_ex_data(t->ssl, 0, t))
		return tls_fail_local(FAULT_TLS, "cannot begin", err);
	if (t->context->opts.is_server) {
		tls_lib.SSL_set_accept_state(t->ssl);
		return tls_verify_expect(t, err);
	}
	tls_lib.SSL_set_connect_state(t->ssl);
	tls_staple_ask(t->ssl);
	return tls_verify_expect(t, err);
}

struct stream *tls_stream(struct tls_context *c, struct stream *below,
    const struct tls_peer *peer, struct error *err)
{
	struct tls *t = xcalloc(1, sizeof(*t));

	over_init(&t->over, &ops, below);
	t->context = c;
	t->connection = peer->connection;
	if (peer->host)
		t->host = xstrdup(peer->host);
	if (peer->port)
		t->port = xstrdup(peer->port);
	tls_lib.ERR_clear_error();
	if (open_session(t, err) == 0)
		return &t->over.stream;
	tls_close(&t->over.stream);
	return NULL;
}
