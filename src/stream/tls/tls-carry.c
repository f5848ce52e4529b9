/* SPDX-License-Identifier: MIT */
/* Encrypted bytes on their way to and from the stream below. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "stream/tls/tls-private.h"

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
