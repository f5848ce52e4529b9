/* SPDX-License-Identifier: MIT */
/* A question to a server, and the answer that shows that it is at work. */
#include "probe/exchange.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stream/datagram.h"

/* How many of the latest bytes are kept to look for the answer in, and how much
 * of them is shown. The longest message has to fit into a read. */
#define KEPT_MOST 65536
#define SHOWN_MOST 80

int exchange_begin(struct exchange *e, const struct exchange_opts *opts,
    struct stream *stream, struct error *err)
{
	*e = (struct exchange){ .opts = opts, .stream = stream };
	return exchange_service(e, err);
}

void exchange_close(struct exchange *e)
{
	stream_close(e->stream);
	bytes_free(&e->received);
	*e = (struct exchange){ 0 };
}

/* An empty datagram is a question, too. */
static bool is_sent(const struct exchange *e)
{
	bool sends_nothing = e->opts->send_len == 0 &&
	                     !(e->opts->send && e->stream->carries_datagrams);

	return e->sent == e->opts->send_len && (e->was_asked || sends_nothing);
}

static bool wants_answer(const struct exchange *e)
{
	return e->opts->expect || e->opts->wants_any;
}

static bool is_answered(const struct exchange *e)
{
	return e->has_answer || !wants_answer(e);
}

int64_t exchange_prepare(const struct exchange *e, struct waiting *w)
{
	const struct stream *s = e->stream;

	if (!is_sent(e))
		waiting_add(w, s->write_fd, s->write_events);
	if (!wants_answer(e))
		return CLOCK_NEVER;
	waiting_add(w, s->read_fd, s->read_events);
	return stream_due(s);
}

/* What had come until then, and why no more will. */
static void explain(const struct exchange *e, const char *why, enum fault kind,
    struct error *err)
{
	char shown[SHOWN_MOST], size[TEXT_MEASURE];

	if (e->received_bytes)
		error_set(err, kind, "connected, received '%s' (%s)%s",
		    text_escape(
			shown, sizeof(shown), e->received.at, e->received.len),
		    text_size(size, e->received_bytes), why);
	else
		error_set(err, kind, "connected, received nothing%s", why);
}

void exchange_explain(
    const struct exchange *e, enum fault kind, struct error *err)
{
	explain(e, "", kind, err);
}

/* Adds what had come to a failure of the stream. Returns -1. */
static int fail(const struct exchange *e, struct error *err)
{
	char why[sizeof(err->text) + 16];

	snprintf(why, sizeof(why), ", then: %s", err->text);
	explain(e, why, err->kind, err);
	return -1;
}

/* Returns 1 when all is sent, or 0, or -1 with err filled. */
static int send_more(struct exchange *e, struct error *err)
{
	const struct exchange_opts *opts = e->opts;
	ssize_t n = stream_write(
	    e->stream, opts->send + e->sent, opts->send_len - e->sent, err);

	if (n == STREAM_AGAIN)
		return 0;
	if (n < 0)
		return fail(e, err);
	e->was_asked = true;
	e->sent += (size_t)n;
	return is_sent(e);
}

/* The answer may be cut in two where the older bytes are dropped. */
static void keep(struct exchange *e, const char *bytes, size_t len)
{
	struct bytes *kept = &e->received;

	if (kept->len + len > KEPT_MOST && kept->len > e->opts->expect_len)
		bytes_drop(kept, kept->len - e->opts->expect_len);
	bytes_add(kept, bytes, len);
	e->received_bytes += len;
}

static bool has_answer(const struct exchange *e)
{
	const struct exchange_opts *opts = e->opts;

	if (!opts->expect)
		return true;
	return e->received.len > 0 && memmem(e->received.at, e->received.len,
					  opts->expect, opts->expect_len);
}

/* Returns as send_more(): 1 when the answer is there. */
static int receive_more(struct exchange *e, struct error *err)
{
	char chunk[KEPT_MOST];
	ssize_t n = stream_read(e->stream, chunk, sizeof(chunk), err);

	if (n == STREAM_AGAIN)
		return 0;
	if (n == STREAM_ERROR)
		return fail(e, err);
	if (n == 0) {
		explain(e, ", then the end", FAULT_RESET, err);
		return -1;
	}
	if (n > 0)
		keep(e, chunk, (size_t)n);
	e->has_answer = has_answer(e);
	return e->has_answer;
}

int exchange_service(struct exchange *e, struct error *err)
{
	if (!is_sent(e) && send_more(e, err) < 0)
		return -1;
	if (!is_answered(e) && receive_more(e, err) < 0)
		return -1;
	return is_sent(e) && is_answered(e);
}
