/* SPDX-License-Identifier: MIT */
/* TLS over a stream, whatever that does: both sides in one process. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "stream/tls.h"
#include "tap.h"
#include "wire.h"

#define TURNS 2000000

/* Both ends of a conversation. */
struct both {
	struct wire_end wires[2];
	struct tls_context *contexts[2];
	struct stream *ends[2]; /* client, server */
	const char *pin[1];
	struct error err;
};

enum { CLIENT, SERVER };

static bool open_both(
    struct both *b, const struct tls_opts *client, const char *ciphers)
{
	struct tls_opts server = { .is_server = true, .ciphers = ciphers };
	struct tls_opts opts = *client;
	struct tls_peer peer = { "localhost", "1" };

	*b = (struct both){ .err = ERROR_NONE };
	wire_init(&b->wires[CLIENT], &b->wires[SERVER]);
	b->contexts[SERVER] = tls_context_new(&server, NULL, &b->err);
	if (!b->contexts[SERVER])
		return false;
	b->pin[0] = tls_context_pin(b->contexts[SERVER]);
	if (opts.pin_count == 0 && !opts.insecure) {
		opts.pins = b->pin;
		opts.pin_count = 1;
	}
	b->contexts[CLIENT] = tls_context_new(&opts, NULL, &b->err);
	if (!b->contexts[CLIENT])
		return false;
	b->ends[CLIENT] = tls_stream(
	    b->contexts[CLIENT], &b->wires[CLIENT].stream, &peer, &b->err);
	b->ends[SERVER] = tls_stream(
	    b->contexts[SERVER], &b->wires[SERVER].stream, NULL, &b->err);
	return b->ends[CLIENT] && b->ends[SERVER];
}

static void close_both(struct both *b)
{
	for (int side = CLIENT; side <= SERVER; side++) {
		stream_close(b->ends[side]);
		tls_context_free(b->contexts[side]);
	}
	wire_free(&b->wires[CLIENT], &b->wires[SERVER]);
}

/* Returns what the last failing start returned, or 0. */
static int shake_hands(struct both *b)
{
	int results[2] = { STREAM_AGAIN, STREAM_AGAIN };

	for (int turn = 0; turn < TURNS; turn++)
		for (int side = CLIENT; side <= SERVER; side++) {
			struct stream *s = b->ends[side];
			if (results[side] == STREAM_AGAIN)
				results[side] = s->ops->start(s, &b->err);
			if (results[side] == STREAM_ERROR)
				return STREAM_ERROR;
			if (results[CLIENT] == 0 && results[SERVER] == 0)
				return 0;
		}
	return STREAM_AGAIN;
}

static void put_numbers(unsigned char *bytes, size_t len)
{
	uint32_t n = 1;

	for (size_t i = 0; i < len; i++) {
		n = n * 1103515245 + 12345;
		bytes[i] = (unsigned char)(n >> 16);
	}
}

/* One direction: what is to be said, what was heard. */
struct way {
	struct stream *from, *to;
	const unsigned char *bytes;
	unsigned char *heard;
	size_t len, said, got;
	bool is_finished, has_ended, has_failed;
};

static void step(struct way *w, struct error *err)
{
	ssize_t n = STREAM_AGAIN;

	if (w->said < w->len)
		n = stream_write(
		    w->from, w->bytes + w->said, w->len - w->said, err);
	else if (!w->is_finished)
		w->is_finished = stream_finish(w->from, err) == 0;
	if (n > 0)
		w->said += (size_t)n;
	w->has_failed |= n == STREAM_ERROR;
	if (w->has_ended)
		return;
	n = stream_read(w->to, w->heard + w->got, w->len + 1 - w->got, err);
	if (n > 0)
		w->got += (size_t)n;
	w->has_failed |= n == STREAM_ERROR;
	w->has_ended = n == 0;
}

static bool is_over(const struct way *w)
{
	return w->has_failed || (w->is_finished && w->has_ended);
}

static bool is_whole(const struct way *w)
{
	return !w->has_failed && w->got == w->len &&
	       memcmp(w->bytes, w->heard, w->len) == 0;
}

static struct way make_way(struct both *b, int from, size_t len)
{
	unsigned char *bytes = xmalloc(len + 1);

	put_numbers(bytes, len);
	return (struct way){
		.from = b->ends[from],
		.to = b->ends[!from],
		.bytes = bytes,
		.heard = xmalloc(len + 1),
		.len = len,
	};
}

static void free_way(struct way *w)
{
	free((void *)(uintptr_t)w->bytes);
	free(w->heard);
}

/* Both say len bytes at once, and end. */
static bool are_whole(struct both *b, size_t len)
{
	struct way ways[2] = { make_way(b, CLIENT, len),
		make_way(b, SERVER, len) };

	for (int turn = 0; turn < TURNS; turn++) {
		step(&ways[CLIENT], &b->err);
		step(&ways[SERVER], &b->err);
		if (is_over(&ways[CLIENT]) && is_over(&ways[SERVER]))
			break;
	}
	bool result = is_over(&ways[CLIENT]) && is_over(&ways[SERVER]) &&
	              is_whole(&ways[CLIENT]) && is_whole(&ways[SERVER]);
	free_way(&ways[CLIENT]);
	free_way(&ways[SERVER]);
	return result;
}

static const struct row {
	const char *name;
	size_t piece, room;
	unsigned reluctance;
	size_t len;
} rows[] = {
	{ "all at once", SIZE_MAX, SIZE_MAX, 0, 1000000 },
	{ "nothing at all", SIZE_MAX, SIZE_MAX, 0, 0 },
	{ "one byte at a time", 1, SIZE_MAX, 0, 5000 },
	{ "one byte, after some refusals", 1, SIZE_MAX, 3, 500 },
	{ "seven bytes, and little room", 7, 20, 1, 20000 },
	{ "with room for less than a record", SIZE_MAX, 1000, 1, 300000 },
	{ "pieces a little longer than a record", 16500, SIZE_MAX, 2, 300000 },
};

static void test_row(const struct row *row, const char *ciphers)
{
	struct tls_opts client = { .ciphers = ciphers };
	struct both b;
	bool is_open = open_both(&b, &client, ciphers);

	for (int side = CLIENT; side <= SERVER; side++) {
		b.wires[side].piece = row->piece;
		b.wires[side].room = row->room;
		b.wires[side].reluctance = row->reluctance;
	}
	is_open = is_open && shake_hands(&b) == 0;
	ok(is_open && are_whole(&b, row->len), "%s: %s (%s)", ciphers,
	    row->name, b.err.text);
	close_both(&b);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		test_row(&rows[i], "ECDHE-ECDSA-AES128-GCM-SHA256");
		test_row(&rows[i], "TLS_AES_256_GCM_SHA384");
	}
	return plan();
}
