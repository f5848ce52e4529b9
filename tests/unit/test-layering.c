/* SPDX-License-Identifier: MIT */
/* Handshakes of layers, and the time that all of them have. */
#include "stream/layering.h"

#include "actor.h"
#include "base/clock.h"
#include "moved-clock.h"
#include "tap.h"

#define LIMIT (2 * CLOCK_SECOND)

static struct stream_ops ops;
static int looks;

/* As peek_stream(): after the deadline, what has come is enough. The first look
 * is just before the deadline. */
static int look_start(struct stream *s, struct error *err)
{
	(void)s;
	(void)err;
	if (looks++ > 0)
		return 0;
	moved_clock_by(LIMIT);
	return STREAM_AGAIN;
}

static struct stream *wrap_look(
    const struct layer *layer, struct stream *below, struct error *err)
{
	(void)layer;
	(void)err;
	ops = *below->ops;
	ops.start = look_start;
	below->ops = &ops;
	return below;
}

static struct stream *wrap_actor(
    const struct layer *layer, struct stream *below, struct error *err)
{
	(void)layer;
	(void)err;
	return below;
}

static struct layering of_layer(const struct layer *layer)
{
	return (struct layering){
		.items = layer,
		.count = 1,
		.limit_us = LIMIT,
		.deadline = clock_after(LIMIT),
	};
}

static void test_layer_ends_at_deadline(void)
{
	const struct layer look = { .what = "the look", .wrap = wrap_look };
	struct layering l = of_layer(&look);
	struct error err = ERROR_NONE;
	struct actor a;

	actor_init(&a);
	is_int(layering_begin(&l, &a.stream, &err), STREAM_AGAIN,
	    "a layer that looks before the deadline is not late after it");
	is_int(layering_go_on(&l, &err), 0, "but is asked once more");
	stream_close(layering_take(&l));
	actor_free(&a);
}

/* What is said of a layer whose time is over. */
static void check_words(const struct layer *layer, const char *text)
{
	struct layering l = of_layer(layer);
	struct error err = ERROR_NONE;
	struct actor a;

	actor_init(&a);
	a.is_shaking_hands = true;
	is_int(layering_begin(&l, &a.stream, &err), STREAM_AGAIN,
	    "%s takes its time", layer->what);
	moved_clock_by(LIMIT);
	is_int(layering_go_on(&l, &err), STREAM_ERROR, "which ends");
	is_int(err.kind, FAULT_TIMEOUT, "by a timeout");
	is_text(err.text, text, "with these words");
	ok((err.tls_at > 0) == layer->is_tls, "of TLS or not");
	stream_close(layering_take(&l));
	actor_free(&a);
}

int main(void)
{
	moved_clock_stop();
	test_layer_ends_at_deadline();
	check_words(&(struct layer){ .what = "a proxy", .wrap = wrap_actor },
	    "timed out after 2 s: a proxy was silent");
	check_words(
	    &(struct layer){
		.what = "TLS", .is_tls = true, .wrap = wrap_actor },
	    "timed out after 2 s: the peer was silent in TLS");
	check_words(
	    &(struct layer){
		.what = "TLS",
		.late = "had not ended",
		.is_tls = true,
		.wrap = wrap_actor,
	    },
	    "timed out after 2 s: TLS had not ended");
	return plan();
}
