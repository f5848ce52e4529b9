/* SPDX-License-Identifier: MIT */
/* Encrypted bytes on their way between OpenSSL, which reads and writes memory,
 * and the stream below. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "stream/tls/tls-setup.h"

/* After a failed write there may still be something to be read. */
void tls_answer(struct tls *t)
{
	struct error err = ERROR_NONE;

	if (over_send(&t->over, &t->out, &err) == STREAM_ERROR)
		bytes_clear(&t->out);
}

static void keep_first(struct tls *t, const unsigned char *bytes, size_t len)
{
	size_t room = sizeof(t->first) - t->first_len;

	if (len > room)
		len = room;
	memcpy(t->first + t->first_len, bytes, len);
	t->first_len += len;
}

/* Many servers close both directions when they receive close_notify. */
void tls_explain_loss(const struct tls *t, struct error *err)
{
	if (t->goodbye_bytes > 0 && err->kind == FAULT_RESET &&
	    !t->context->opts.closes_late)
		error_suggest(err, HINT_TLS_CLOSE, NULL);
}

int tls_receive(struct tls *t, struct error *err)
{
	size_t room;
	unsigned char *at = bytes_room(&t->in, TLS_ROOM_BYTES, &room);
	ssize_t n = stream_read(t->over.below, at, room, err);

	if (n == STREAM_AGAIN && t->in.len == 0)
		bytes_free(&t->in);
	if (n == STREAM_ERROR)
		tls_explain_loss(t, err);
	if (n < 0)
		return (int)n;
	if (!t->is_open)
		keep_first(t, at, (size_t)n);
	t->in.len += (size_t)n;
	t->below_has_ended = n == 0;
	return 1;
}

bool tls_is_stuck(const struct tls *t)
{
	return t->out.len >= TLS_ROOM_BYTES;
}

void tls_follow(struct tls *t)
{
	struct stream *s = &t->over.stream;

	over_follow(&t->over);
	if (tls_is_stuck(t))
		s->read_events = 0;
	if (t->out.len > 0)
		s->read_events |= t->over.below->write_events;
	if (t->must_read)
		s->write_events = t->over.below->read_events;
}

/* OpenSSL must not be called again after a failure. */
int tls_break_off(struct tls *t, const struct error *cause)
{
	if (!t->failure)
		t->failure = xmalloc(sizeof(*t->failure));
	*t->failure = *cause;
	return STREAM_ERROR;
}

int tls_fail_again(const struct tls *t, struct error *err)
{
	*err = *t->failure;
	return STREAM_ERROR;
}

/* The side of OpenSSL: a kind of connection of its own (BIO_meth_new(3)) */

static int read_in(BIO *bio, char *to, int len)
{
	struct tls *t = tls_lib.BIO_get_data(bio);
	size_t n = (size_t)len < t->in.len ? (size_t)len : t->in.len;

	tls_lib.BIO_clear_flags(bio, BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY);
	if (n > 0) {
		memcpy(to, t->in.at, n);
		bytes_drop(&t->in, n);
		return (int)n;
	}
	if (t->below_has_ended)
		return 0;
	tls_lib.BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY);
	return -1;
}

static int write_out(BIO *bio, const char *from, int len)
{
	struct tls *t = tls_lib.BIO_get_data(bio);

	bytes_add(&t->out, from, (size_t)len);
	return len;
}

/* OpenSSL asks for BIO_CTRL_EOF to tell the end from an error. */
static long control(BIO *bio, int what, long number, void *pointer)
{
	const struct tls *t = tls_lib.BIO_get_data(bio);

	if (what == BIO_CTRL_EOF)
		return t->below_has_ended && t->in.len == 0;
	return what == BIO_CTRL_FLUSH;
}

BIO_METHOD *tls_bio_method(struct error *err)
{
	int type = tls_lib.BIO_get_new_index();
	BIO_METHOD *m =
	    tls_lib.BIO_meth_new(type | BIO_TYPE_SOURCE_SINK, "genet");

	if (m && tls_lib.BIO_meth_set_read(m, read_in) &&
	    tls_lib.BIO_meth_set_write(m, write_out) &&
	    tls_lib.BIO_meth_set_ctrl(m, control))
		return m;
	tls_lib.BIO_meth_free(m);
	tls_fail_local(FAULT_TLS, "cannot use OpenSSL", err);
	return NULL;
}

BIO *tls_bio_new(struct tls *t)
{
	BIO *bio = tls_lib.BIO_new(t->context->method);

	if (!bio)
		return NULL;
	tls_lib.BIO_set_data(bio, t);
	tls_lib.BIO_set_init(bio, 1);
	return bio;
}
