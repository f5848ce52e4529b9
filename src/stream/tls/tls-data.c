/* SPDX-License-Identifier: MIT */
/* Reading and writing: decrypts and encrypts the bytes of the conversation. */
#include <limits.h>

#include "stream/tls/tls-private.h"

static int truncated(struct tls *t, struct error *err)
{
	if (!t->context->opts.allows_truncation) {
		error_set(err, FAULT_RESET, "ended without close_notify");
		error_suggest(err, HINT_TLS_TRUNCATED, NULL);
		tls_explain_loss(t, err);
		return tls_break_off(t, err);
	}
	t->has_said_goodbye = true; /* a peer that is gone answers by a reset */
	tap_tell(t->over.stream.tap,
	    &(struct tap_event){
		.kind = TAP_NOTE,
		.text = "the peer has ended without close_notify",
	    });
	tls_peer_has_ended(t);
	return 0;
}

static bool is_truncation(const struct tls *t)
{
	unsigned long code = tls_lib.ERR_peek_error();

	return t->below_has_ended && ERR_GET_LIB(code) == ERR_LIB_SSL &&
	       ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

/* Deals with the result of SSL_read. Returns 1 to try again. One call receives
 * only once, so that a peer that sends only messages of the protocol, such as
 * new keys, does not keep other members of the loop waiting. */
static int read_result(
    struct tls *t, int n, bool *has_received, struct error *err)
{
	switch (tls_lib.SSL_get_error(t->ssl, n)) {
	case SSL_ERROR_WANT_READ:
		if (tls_is_stuck(t) || *has_received)
			return STREAM_AGAIN;
		*has_received = true;
		return tls_receive(t, err);
	case SSL_ERROR_ZERO_RETURN:
		if (t->below_has_ended) /* as SSL_OP_IGNORE_UNEXPECTED_EOF */
			return truncated(t, err);
		tls_peer_has_ended(t);
		return 0;
	default:
		if (is_truncation(t))
			return truncated(t, err);
		tls_fail(t, err);
		return tls_break_off(t, err);
	}
}

/* At a truncated end OpenSSL makes an alert, and can send no close_notify after
 * it. Neither is sent: a peer that is gone would answer by a reset. */
static void drop_alert(struct tls *t, size_t unsent)
{
	t->out.len = unsent;
	t->has_said_goodbye = true;
}

static ssize_t decrypt(struct tls *t, unsigned char *to, size_t len,
    bool *has_received, struct error *err)
{
	int result = 1;

	while (result == 1 && !t->has_ended) {
		size_t unsent = t->out.len;
		tls_lib.ERR_clear_error();
		int n = tls_lib.SSL_read(
		    t->ssl, to, len < INT_MAX ? (int)len : INT_MAX);
		if (n > 0)
			return n;
		if (is_truncation(t))
			drop_alert(t, unsent);
		result = read_result(t, n, has_received, err);
	}
	return t->has_ended ? 0 : result;
}

static bool holds_more(const struct tls *t)
{
	return t->in.len > 0 || tls_lib.SSL_pending(t->ssl) > 0;
}

/* Reads all records that have come. A failure or the end after them is returned
 * by the next call. */
ssize_t tls_read(struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct tls *t = (struct tls *)s;
	unsigned char *to = bytes;
	size_t got = 0;
	ssize_t n = 1;
	bool has_received = false;

	if (!t->is_open) /* given up: the caller discards the bytes */
		return stream_read(t->over.below, bytes, len, err);
	if (t->failure)
		return tls_fail_again(t, err);
	t->must_read = false;
	while (n > 0 && got < len && (got == 0 || holds_more(t))) {
		n = decrypt(t, to + got, len - got, &has_received, err);
		if (n > 0)
			got += (size_t)n;
	}
	if (n == STREAM_ERROR)
		tls_break_off(t, err);
	tls_answer(t);
	tls_follow(t);
	return got > 0 ? (ssize_t)got : n;
}

bool tls_pending(const struct stream *s)
{
	const struct tls *t = (const struct tls *)s;

	if (t->failure || t->has_ended)
		return true;
	return !tls_is_stuck(t) && holds_more(t);
}

/* Encrypts some of the bytes. Returns 0, or as a stream does. */
static int encrypt(
    struct tls *t, const unsigned char *bytes, size_t len, struct error *err)
{
	while (t->untold < len && t->out.len < TLS_ROOM_BYTES) {
		size_t rest = len - t->untold;
		tls_lib.ERR_clear_error();
		int n = tls_lib.SSL_write(t->ssl, bytes + t->untold,
		    rest < SSL3_RT_MAX_PLAIN_LENGTH ? (int)rest
						    : SSL3_RT_MAX_PLAIN_LENGTH);
		if (n > 0) {
			t->untold += (size_t)n;
			continue;
		}
		t->must_read =
		    tls_lib.SSL_get_error(t->ssl, n) == SSL_ERROR_WANT_READ;
		if (t->must_read)
			return t->untold > 0 ? 0 : STREAM_AGAIN;
		tls_fail(t, err);
		return tls_break_off(t, err);
	}
	return 0;
}

/* A peer that is gone may have sent an alert that says why. */
static void find_reason(struct tls *t, struct error *err)
{
	struct error ignored = ERROR_NONE;
	char byte;

	while (t->in.len < TLS_ROOM_BYTES && !t->below_has_ended &&
	       tls_receive(t, &ignored) == 1)
		;
	tls_lib.ERR_clear_error();
	int n = tls_lib.SSL_peek(t->ssl, &byte, 1);
	if (tls_lib.SSL_get_error(t->ssl, n) != SSL_ERROR_SSL)
		return;
	if (!is_truncation(t))
		tls_fail(t, err);
	tls_break_off(t, err);
}

/* Encrypted bytes count as written only when they are sent. Until then the call
 * returns STREAM_AGAIN, and the caller repeats the same bytes. */
ssize_t tls_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct tls *t = (struct tls *)s;
	size_t n = 0;

	if (t->failure)
		return tls_fail_again(t, err);
	int result = t->untold > 0 ? 0 : over_send(&t->over, &t->out, err);
	if (result == 0 && t->untold == 0)
		result = encrypt(t, bytes, len, err);
	if (result == 0)
		result = over_send(&t->over, &t->out, err);
	if (result == STREAM_ERROR && !t->failure)
		find_reason(t, err);
	if (result == 0) {
		n = len < t->untold ? len : t->untold;
		t->untold -= n;
	}
	tls_follow(t);
	return result == 0 ? (ssize_t)n : result;
}
