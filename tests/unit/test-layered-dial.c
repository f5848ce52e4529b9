/* SPDX-License-Identifier: MIT */
/* Handshakes on top of a connection: layer by layer, in rounds. */
#include "net/dial/layered-dial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "moved-clock.h"
#include "stream/prelude.h"
#include "tap.h"

#define LIMIT (2 * CLOCK_SECOND)

/* The first dial, which connects to an actor at once, or fails. */

struct easy {
	struct dial dial;
	struct actor *actor;
	bool fails, begins_not;
	int rounds, open_rounds;
};

static int easy_begin(struct dial *d)
{
	struct easy *e = (struct easy *)d;

	e->rounds++;
	e->open_rounds++;
	return e->begins_not ? error_set(&d->cause, FAULT_IO, "no socket") : 0;
}

static int64_t easy_prepare(struct dial *d, struct waiting *w)
{
	(void)w;
	return d->deadline;
}

static enum dial_state easy_service(struct dial *d, const struct waiting *w)
{
	struct easy *e = (struct easy *)d;

	(void)w;
	if (e->fails) {
		error_set(&d->cause, FAULT_REFUSED, "refused");
		return DIAL_FAILED;
	}
	ok(d->connection.fd < 0 && !d->connection.stream,
	    "each round begins without a connection");
	d->connection.fd = 99;
	d->connection.stream = &e->actor->stream;
	return DIAL_CONNECTED;
}

static void easy_end(struct dial *d)
{
	((struct easy *)d)->open_rounds--;
}

static void easy_describe(const struct dial *d, char *buf, size_t size)
{
	(void)d;
	snprintf(buf, size, "the first dial");
}

static const struct dial_ops easy_ops = {
	.begin = easy_begin,
	.prepare = easy_prepare,
	.service = easy_service,
	.end = easy_end,
	.describe = easy_describe,
};

/* A prelude that is done with the first byte, and refuses an 'n'. */

static enum prelude_state byte_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	(void)p;
	if (in->len == 0) {
		bytes_add_text(out, "?");
		return PRELUDE_GOES_ON;
	}
	unsigned char byte = in->at[0];
	bytes_drop(in, 1);
	if (byte != 'n')
		return PRELUDE_DONE;
	error_set(err, FAULT_PROXY, "said no");
	err->is_local = true;
	error_suggest(err, HINT_PROXY_LOGIN, "who");
	return error_detail(err, "    a line");
}

static const struct prelude_ops byte_ops = {
	.fault = FAULT_PROXY,
	.most = 100,
	.step = byte_step,
};

static struct stream *wrap(
    const struct layer *layer, struct stream *below, struct error *err)
{
	struct prelude *p = xmalloc(sizeof(*p));

	(void)layer;
	(void)err;
	p->ops = &byte_ops;
	return prelude_stream(below, p);
}

static struct stream *cannot_wrap(
    const struct layer *layer, struct stream *below, struct error *err)
{
	(void)layer;
	stream_close(below);
	error_set(err, FAULT_TLS, "cannot be spoken");
	return NULL;
}

static char done[32];

static void note_done(const struct layer *layer, struct tap *tap)
{
	(void)tap;
	snprintf(done + strlen(done), sizeof(done) - strlen(done), "%s;",
	    layer->what);
}

#define LAYER(name, function)                                                  \
	{                                                                      \
		.what = name, .wrap = function, .done = note_done              \
	}

static const struct layer two[] = { LAYER("one", wrap), LAYER("two", wrap) };
static const struct layer broken[] = { LAYER("one", wrap),
	LAYER("two", cannot_wrap) };

static struct easy *easy; /* freed with the dial */

static struct dial *begin_with(
    const struct layer *items, size_t count, struct actor *a, int64_t retries)
{
	const struct layers layers = { "target", items, count };
	const struct retry_opts retry = {
		.connect_timeout_us = LIMIT,
		.deadline = CLOCK_NEVER,
		.retries = retries,
		.retry_for_us = CLOCK_NEVER,
		.retry_delay_us = CLOCK_SECOND,
	};

	easy = xmalloc(sizeof(*easy));
	*easy = (struct easy){
		.dial = {
			.ops = &easy_ops,
			.name = xstrdup("first"),
			.connection.fd = -1,
		},
		.actor = a,
	};
	actor_init(a);
	done[0] = '\0';
	return layered_dial(&easy->dial, &layers, &retry);
}

/* Says something, and serves the dial. */
static enum dial_state serve(
    struct dial *d, struct actor *a, const char *says, struct error *err)
{
	struct waiting w = { 0 };

	bytes_add_text(&a->says, says);
	dial_prepare(d, &w);
	enum dial_state state = dial_service(d, &w, err);
	waiting_free(&w);
	return state;
}

static void test_success(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 0);
	char text[200], got[8] = "";

	is_int(serve(d, &a, "", &err), DIAL_GOES_ON, "a layer takes its time");
	dial_describe(d, text, sizeof(text));
	is_text(text, "connecting to target: try 1, one", "it is named");
	is_int(serve(d, &a, "y", &err), DIAL_GOES_ON, "the next one follows");
	is_text(done, "one;", "of the first is told that it is done");
	is_int(
	    serve(d, &a, "yrest", &err), DIAL_CONNECTED, "then all are done");
	is_text(done, "one;two;", "in order");
	is_text(actor_heard(&a), "??", "each has asked once");
	is_int(dial_end(d, &c), 0, "there is a connection");
	is_int(c.fd, 99, "with the socket");
	is_int(stream_read(c.stream, got, 7, &err), 4, "what came behind it");
	is_text(got, "rest", "belongs to the conversation");
	connection_close(&c);
	ok(a.is_closed, "the connection closes all");
	actor_free(&a);
}

/* The rest of one layer is what the next one reads first. */
static void test_all_at_once(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 0);
	char got[8] = "";

	is_int(serve(d, &a, "yyrest", &err), DIAL_CONNECTED,
	    "all answers in one piece are taken at once");
	is_int(dial_end(d, &c), 0, "there is a connection");
	is_int(stream_read(c.stream, got, 7, &err), 4, "with the rest");
	is_text(got, "rest", "which is whole");
	connection_close(&c);
	ok(a.is_closed, "all streams are closed");
	actor_free(&a);
}

static void test_refusal(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 5);

	is_int(serve(d, &a, "yn", &err), DIAL_FAILED, "a layer refuses");
	is_int(err.kind, FAULT_PROXY, "which is not tried again");
	is_text(err.text, "cannot connect to target: two said no",
	    "the layer is named");
	is_int(err.hint.code, HINT_PROXY_LOGIN, "its hint is kept");
	is_text(err.hint.subject, "who", "with its value");
	is_text(err.detail, "    a line\n", "and its detail");
	ok(err.is_local, "and what is known of it");
	is_int(easy->open_rounds, 0, "the first dial has ended its round");
	ok(a.is_closed, "and the connection is closed");
	is_int(dial_end(d, &c), -1, "there is none");
	actor_free(&a);
}

static void test_broken_layer(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(broken, 2, &a, 0);

	is_int(serve(d, &a, "y", &err), DIAL_FAILED, "a layer cannot begin");
	is_text(err.text, "cannot connect to target: two cannot be spoken",
	    "which is told of it");
	ok(a.is_closed, "the connection is closed");
	is_int(dial_end(d, &c), -1, "there is none");
	actor_free(&a);
}

static void test_end(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 0);

	a.ends = true;
	is_int(serve(d, &a, "y", &err), DIAL_FAILED, "the peer ends between");
	is_text(err.text,
	    "cannot connect to target: two ended the connection without an "
	    "answer",
	    "the second layer has heard nothing");
	is_int(dial_end(d, &c), -1, "there is no connection");
	actor_free(&a);
}

/* Silence ends the round with its deadline; then there is another one. */
static void test_silence(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 1);
	struct waiting w = { 0 };

	is_int(serve(d, &a, "y", &err), DIAL_GOES_ON, "a layer is silent");
	is_int(dial_prepare(d, &w), clock_now() + LIMIT,
	    "it is waited for no longer than the round may take");
	waiting_free(&w);
	moved_clock_by(LIMIT);
	is_int(serve(d, &a, "", &err), DIAL_GOES_ON, "then the round ends");
	is_text(d->cause.text,
	    "cannot connect to target: timed out after 2 s: two was silent",
	    "and it is known who was silent");
	is_int(d->cause.kind, FAULT_TIMEOUT, "which time may mend");
	ok(a.is_closed, "the connection is closed");
	a.is_closed = false;
	moved_clock_by(CLOCK_SECOND);
	is_int(
	    serve(d, &a, "yy", &err), DIAL_CONNECTED, "another round may do");
	is_int(easy->rounds, 2, "which connected anew");
	is_int(dial_end(d, &c), 0, "there is a connection");
	connection_close(&c);
	actor_free(&a);
}

static void test_first_fails(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 0);

	easy->fails = true;
	is_int(serve(d, &a, "", &err), DIAL_FAILED, "the first dial fails");
	is_text(err.text, "refused", "with its own words");
	is_int(easy->open_rounds, 0, "its round has ended");
	is_int(dial_end(d, &c), -1, "there is no connection");
	actor_free(&a);

	d = begin_with(two, 2, &a, 0);
	easy->begins_not = true;
	is_int(serve(d, &a, "", &err), DIAL_FAILED, "it may not even begin");
	is_text(err.text, "no socket", "with its own words");
	is_int(dial_end(d, &c), -1, "there is no connection");
	actor_free(&a);
}

static void test_called_off(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *d = begin_with(two, 2, &a, 0);

	is_int(dial_end(d, &c), -1, "a dial that was never served");
	actor_free(&a);
	d = begin_with(two, 2, &a, 0);
	is_int(serve(d, &a, "y", &err), DIAL_GOES_ON, "one between layers");
	is_int(dial_end(d, &c), -1, "can be called off");
	ok(a.is_closed, "and closes what it has");
	actor_free(&a);
}

/* Layers over layers. */
static void test_nested(void)
{
	struct error err = ERROR_NONE;
	struct connection c;
	struct actor a;
	struct dial *inner = begin_with(two, 2, &a, 0);
	const struct layers layers = { "target", two, 1 };
	struct dial *d = layered_dial(inner, &layers,
	    &(struct retry_opts){
		.connect_timeout_us = LIMIT,
		.deadline = CLOCK_NEVER,
		.retries = 1,
		.retry_for_us = CLOCK_NEVER,
	    });

	is_int(serve(d, &a, "yy", &err), DIAL_GOES_ON, "the third is silent");
	moved_clock_by(LIMIT);
	is_int(serve(d, &a, "", &err), DIAL_GOES_ON, "and is given up");
	ok(a.is_closed, "with the connection");
	a.is_closed = false;
	is_int(serve(d, &a, "yyyr", &err), DIAL_CONNECTED, "then all speak");
	is_int(dial_end(d, &c), 0, "there is a connection");
	ok(!a.is_closed, "which is open");
	connection_close(&c);
	ok(a.is_closed, "and is closed at last");
	actor_free(&a);
}

int main(void)
{
	moved_clock_stop();
	test_success();
	test_all_at_once();
	test_refusal();
	test_broken_layer();
	test_end();
	test_silence();
	test_first_fails();
	test_called_off();
	test_nested();
	return plan();
}
