/* SPDX-License-Identifier: MIT */
/* A connection to a server that is looked at. */
#include "probe/look/service-talk.h"

#include <stdio.h>

#include "base/clock.h"
#include "net/socket.h"
#include "stream/layering.h"
#include "stream/socket.h"
#include "stream/tls/tls.h"
#include "sys/waiting.h"

/* A port that was found open is expected to be open again. */
#define CONNECT_LIMIT (3 * CLOCK_SECOND)

/* Notes what is told of the handshake. Observers are told of the calls only: to
 * them this is no connection with a number. */
static bool wants(const struct tap *tap, enum tap_kind kind)
{
	const struct service_talk *t = (const struct service_talk *)tap;

	return kind == TAP_SECURED ||
	       (kind == TAP_CALL && tap_wants(t->observers, kind));
}

static void note(struct tap *tap, const struct tap_event *event)
{
	struct service_talk *t = (struct service_talk *)tap;
	struct service_facts *f = t->facts;

	if (event->kind == TAP_CALL) {
		struct tap_event call = *event;
		tap_tell(t->observers, &call);
		return;
	}
	const struct tap_secured *s = event->secured;
	snprintf(f->secured, sizeof(f->secured),
	    "%s, certificate of %s by %s until %s", s->version,
	    s->name ? s->name : "nobody", s->issuer ? s->issuer : "nobody",
	    s->expires ? s->expires : "?");
}

static const struct tap_ops noter_ops = { .wants = wants, .event = note };

int service_connect(struct service_talk *t, const struct address *target,
    const struct service_look_opts *opts, struct service_facts *facts,
    struct error *err)
{
	struct attempt a = { .fd = -1 };

	*t = (struct service_talk){
		.tap = { &noter_ops, NULL },
		.observers = opts->look.tap,
		.facts = facts,
	};
	if (address_family(target) == AF_UNIX)
		a.fd = socket_open_to(target, opts->type, NULL, &t->tap);
	else if (look_connect(target, &opts->look, CONNECT_LIMIT, &a, err) < 0)
		return -1;
	if (a.fd >= 0)
		t->stream = socket_stream_connected(a.fd, opts->type, &t->tap);
	facts->was_lost |= a.fd < 0;
	return 0;
}

void service_hang_up(struct service_talk *t)
{
	stream_close(t->stream);
	tls_context_free(t->context);
	*t = (struct service_talk){ 0 };
}

/* Waits until the stream may have something. Returns as waiting_until(). */
static int wait_for(const struct stream *s, int64_t deadline, struct error *err)
{
	struct waiting w = { 0 };

	waiting_add(&w, s->read_fd, s->read_events);
	int result =
	    waiting_until(&w, clock_earlier(deadline, stream_due(s)), err);
	waiting_free(&w);
	return result;
}

static enum service_reply reply_of(ssize_t n, const struct error *failure)
{
	if (n > 0)
		return SERVICE_SPEAKS;
	if (n == 0)
		return SERVICE_ENDS;
	return failure->kind == FAULT_RESET ? SERVICE_RESETS : SERVICE_LOST;
}

int service_ask(struct service_talk *t, const char *bytes, size_t len,
    int64_t deadline, struct service_answer *out, struct error *failure,
    struct error *err)
{
	struct stream *s = t->stream;
	int64_t started = clock_now();
	ssize_t n = STREAM_AGAIN;

	out->reply = SERVICE_SILENT;
	/* The socket has room for all of it. */
	if (len > 0 && stream_write(s, bytes, len, failure) == STREAM_ERROR)
		n = STREAM_ERROR;
	while (n == STREAM_AGAIN) {
		n = stream_read(s, out->bytes, sizeof(out->bytes), failure);
		if (n != STREAM_AGAIN || clock_now() >= deadline)
			break;
		if (wait_for(s, deadline, err) < 0)
			return -1;
	}
	out->took_us = clock_now() - started;
	if (n == STREAM_AGAIN)
		return 0;
	out->reply = reply_of(n, failure);
	out->len = n > 0 ? (size_t)n : 0;
	return 0;
}

/* TLS */

struct securing {
	const struct service_talk *talk;
	struct tls_peer peer;
};

static struct stream *begin_tls(
    const struct layer *layer, struct stream *below, struct error *err)
{
	const struct securing *s = layer->context;

	return tls_stream(s->talk->context, below, &s->peer, err);
}

void service_note_failure(
    struct service_facts *out, const struct error *failure)
{
	out->failure = *failure;
	switch (failure->hint.code) {
	case HINT_TLS_EXPIRED:
	case HINT_TLS_EARLY:
	case HINT_TLS_NAME:
	case HINT_TLS_PIN:
	case HINT_TLS_ISSUER:
	case HINT_TLS_WEAK:
		out->tls = SERVICE_TLS_DOUBTED;
		return;
	case HINT_TLS_STARTTLS:
	case HINT_TLS_PLAIN:
		out->tls = SERVICE_TLS_NONE;
		return;
	case HINT_TLS_ENDED:
		out->tls = SERVICE_TLS_ENDED;
		return;
	default:
		break;
	}
	if (failure->kind == FAULT_RESET)
		out->tls = SERVICE_TLS_ENDED;
	else if (failure->kind == FAULT_TIMEOUT)
		out->tls = SERVICE_TLS_SILENT;
	else if (failure->kind == FAULT_TLS)
		out->tls = SERVICE_TLS_REFUSED;
	else
		out->tls = SERVICE_TLS_UNBUILT;
}

/* Goes on with the handshake until it ends. Returns 0, STREAM_ERROR with
 * failure filled, or STREAM_AGAIN with err: FAULT_SIGNAL. */
static int shake_hands(struct layering *l, struct stream *below,
    struct error *failure, struct error *err)
{
	int result = layering_begin(l, below, failure);

	while (result == STREAM_AGAIN) {
		if (wait_for(l->stream, l->deadline, err) < 0)
			return STREAM_AGAIN;
		result = layering_go_on(l, failure);
	}
	return result;
}

int service_secure(struct service_talk *t, const struct service_look_opts *opts,
    unsigned port, struct error *err)
{
	const struct tls_opts tls = {
		.ca = opts->ca,
		.name = opts->tls_name,
		.deadline = opts->look.deadline,
		.insecure = !opts->host && !opts->tls_name,
		.allows_truncation = true,
	};
	char text[16];
	struct securing securing = { t, { .host = opts->host, .port = text } };
	const struct layer layer = { .what = "the TLS handshake",
		.is_tls = true,
		.wrap = begin_tls,
		.context = &securing };
	struct layering l = {
		.items = &layer, .count = 1, .limit_us = opts->answer_us
	};
	struct error failure = ERROR_NONE;
	int64_t started = clock_now();
	int result = STREAM_ERROR;

	snprintf(text, sizeof(text), "%u", port);
	l.deadline =
	    clock_earlier(opts->look.deadline, started + opts->answer_us);
	t->context = tls_context_new(&tls, &t->tap, &failure);
	if (t->context) {
		result = shake_hands(&l, t->stream, &failure, err);
		t->stream = layering_take(&l);
	}
	t->facts->tls_took_us = clock_now() - started;
	if (result == 0)
		t->facts->tls = SERVICE_TLS_WELL;
	else if (result == STREAM_ERROR)
		service_note_failure(t->facts, &failure);
	return result == STREAM_AGAIN ? -1 : 0;
}
