/* SPDX-License-Identifier: MIT */
/* How TLS ends: each side sends a close_notify of its own. */
#include "stream/tls/tls-private.h"
#include "sys/socket/tcp-facts.h"

/* Sends close_notify: this side will write no more (RFC 8446, 6.1). */
void tls_say_goodbye(struct tls *t)
{
	size_t before = t->out.len;

	if (t->has_said_goodbye || t->failure || !t->is_open)
		return;
	tls_lib.ERR_clear_error();
	tls_lib.SSL_shutdown(t->ssl);
	t->goodbye_bytes = t->out.len - before;
	t->has_said_goodbye = true;
}

void tls_peer_has_ended(struct tls *t)
{
	t->has_ended = true;
	if (t->is_finished)
		tls_say_goodbye(t);
}

/* A peer that has sent close_notify may be gone, and not confirm that of this
 * side. It only has to confirm all bytes before. */
static bool has_all_but_goodbye(const struct tls *t, int unconfirmed)
{
	return t->has_ended && t->has_said_goodbye &&
	       (size_t)unconfirmed <= t->goodbye_bytes;
}

int tls_delivered(struct stream *s, int *unconfirmed, struct error *err)
{
	struct tls *t = (struct tls *)s;
	struct tcp_facts tcp;
	int result = over_delivered(s, unconfirmed, err);

	if (has_all_but_goodbye(t, *unconfirmed))
		return 1;
	/* The socket is not shut down, and so counts as delivered. */
	if (result == 1 && *unconfirmed > 0 && over_describe(s, &tcp))
		return 0;
	return result;
}

/* Ends the connection below as well, after both sides have sent close_notify.
 */
static int finish_below(struct tls *t, struct error *err)
{
	struct error ignored = ERROR_NONE;
	int unconfirmed = 0, result = over_send(&t->over, &t->out, err);

	if (result == 0 && t->has_ended)
		result = stream_finish(t->over.below, err);
	if (result != STREAM_ERROR || !t->has_ended)
		return result;
	over_delivered(&t->over.stream, &unconfirmed, &ignored);
	return has_all_but_goodbye(t, unconfirmed) ? 0 : STREAM_ERROR;
}

int tls_finish(struct stream *s, struct error *err)
{
	struct tls *t = (struct tls *)s;

	if (!t->is_open) /* given up: the peer is sent the alert */
		return stream_finish(t->over.below, err);
	if (t->failure)
		return tls_fail_again(t, err);
	t->is_finished = true;
	if (!t->context->opts.closes_late || t->has_ended)
		tls_say_goodbye(t);
	int result = finish_below(t, err);
	tls_follow(t);
	return result;
}

/* Nothing is said before the reset: neither close_notify nor what is encrypted
 * and not sent yet. */
void tls_reset(struct stream *s)
{
	struct tls *t = (struct tls *)s;

	bytes_clear(&t->out);
	t->has_said_goodbye = true;
	over_reset(s);
}
