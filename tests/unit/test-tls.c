/* SPDX-License-Identifier: MIT */
/* TLS over a stream, whatever that does: both sides in one process. */
#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "stream/tls/tls-private.h"
#include "tap.h"
#include "tls-pair.h"

#define TURNS 2000000

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

static struct way make_way(struct tls_pair *b, int from, size_t len)
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
static bool are_whole(struct tls_pair *b, size_t len)
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
	struct tls_pair b;
	bool is_open = tls_pair_open(&b, &client, ciphers);

	for (int side = CLIENT; side <= SERVER; side++) {
		b.wires[side].piece = row->piece;
		b.wires[side].room = row->room;
		b.wires[side].reluctance = row->reluctance;
	}
	is_open = is_open && tls_pair_shake_hands(&b) == 0;
	ok(is_open && are_whole(&b, row->len), "%s: %s (%s)", ciphers,
	    row->name, b.err.text);
	tls_pair_close(&b);
}

/* Ends */

/* The server says a word, and then its connection ends without another. */
static void say_and_vanish(struct tls_pair *b)
{
	stream_write(b->ends[SERVER], "word", 4, &b->err);
	b->wires[SERVER].has_ended = true;
}

static void test_truncation(void)
{
	struct tls_opts strict = { 0 }, lax = { .allows_truncation = true };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open_shaken(&b, &strict), "hands are shaken");
	say_and_vanish(&b);
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 4,
	    "what came before a truncated end is read");
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err),
	    STREAM_ERROR, "then the end is an error");
	is_text(b.err.text, "ended without close_notify", "that says so");
	is_int(b.err.kind, FAULT_RESET, "of a lost connection");
	is_int(stream_write(b.ends[CLIENT], "x", 1, &b.err), STREAM_ERROR,
	    "nothing is written any more");
	tls_pair_close(&b);

	ok(tls_pair_open_shaken(&b, &lax), "hands are shaken again");
	say_and_vanish(&b);
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 4,
	    "what came is read here, too");
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 0,
	    "and where it is allowed, that is the end");
	tls_pair_close(&b);
}

static void test_lost(void)
{
	struct tls_opts client = { 0 };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open_shaken(&b, &client), "hands are shaken for a loss");
	stream_write(b.ends[SERVER], "word", 4, &b.err);
	b.wires[CLIENT].is_lost = true;
	is_int(stream_write(b.ends[CLIENT], "x", 1, &b.err), STREAM_ERROR,
	    "a write to a lost connection fails");
	is_text(b.err.text, "reset by peer", "with the reason of below");
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 4,
	    "what came before the loss is read");
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err),
	    STREAM_ERROR, "and then the loss is told");
	is_text(b.err.text, "reset by peer", "with its reason");
	tls_pair_close(&b);
}

static void test_half_close(void)
{
	struct tls_opts client = { 0 }, late = { .closes_late = true };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open_shaken(&b, &client),
	    "hands are shaken for a half-close");
	is_int(stream_finish(b.ends[CLIENT], &b.err), 0, "one side ends");
	ok(!b.wires[CLIENT].has_ended, "but not its connection");
	is_int(stream_read(b.ends[SERVER], got, sizeof(got), &b.err), 0,
	    "the other is told");
	is_int(
	    stream_write(b.ends[SERVER], "late", 4, &b.err), 4, "and answers");
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 4,
	    "which is heard");
	is_int(stream_finish(b.ends[SERVER], &b.err), 0, "it ends, too");
	ok(b.wires[SERVER].has_ended, "with its connection");
	tls_pair_close(&b);

	ok(tls_pair_open_shaken(&b, &late),
	    "hands are shaken for a late close");
	is_int(stream_finish(b.ends[CLIENT], &b.err), 0, "one side ends late");
	is_int(stream_read(b.ends[SERVER], got, sizeof(got), &b.err),
	    STREAM_AGAIN, "the other is not told");
	stream_finish(b.ends[SERVER], &b.err);
	is_int(stream_read(b.ends[CLIENT], got, sizeof(got), &b.err), 0,
	    "until it ends itself");
	ok(b.wires[SERVER].arrived.len > 0, "then close_notify is sent");
	tls_pair_close(&b);
}

/* What is decrypted, or not yet, is pending; a part of a record is not for
 * ever. */
static void test_pending(void)
{
	struct tls_opts client = { 0 };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open_shaken(&b, &client),
	    "hands are shaken for what is pending");
	ok(!stream_is_pending(b.ends[CLIENT]), "nothing is pending");
	stream_write(b.ends[SERVER], "0123456789", 10, &b.err);
	is_int(stream_read(b.ends[CLIENT], got, 4, &b.err), 4,
	    "a part of a record is read");
	ok(stream_is_pending(b.ends[CLIENT]), "the rest is pending");
	is_int(stream_read(b.ends[CLIENT], got, 10, &b.err), 6,
	    "and is read without waiting");
	ok(!stream_is_pending(b.ends[CLIENT]), "then nothing is");
	stream_write(b.ends[SERVER], "0123456789", 10, &b.err);
	b.wires[CLIENT].arrived.len -= 5;
	is_int(stream_read(b.ends[CLIENT], got, 10, &b.err), STREAM_AGAIN,
	    "a record that is not complete is waited for");
	ok(!stream_is_pending(b.ends[CLIENT]), "by poll");
	tls_pair_close(&b);
}

/* New keys without end, and without a byte of the conversation. */
static bool flood(struct tls_pair *b, size_t len)
{
	struct tls *t = (struct tls *)b->ends[SERVER];
	struct bytes *arrived = &b->wires[CLIENT].arrived;
	void *library = dlopen("libssl.so.3", RTLD_NOW);
	__typeof__(SSL_key_update) *update = NULL;

	if (library)
		*(void **)&update = dlsym(library, "SSL_key_update");
	while (update && arrived->len < len &&
	       update(t->ssl, SSL_KEY_UPDATE_NOT_REQUESTED) &&
	       tls_lib.SSL_do_handshake(t->ssl) == 1) {
		bytes_add(arrived, t->out.at, t->out.len);
		bytes_clear(&t->out);
	}
	return arrived->len >= len;
}

/* There are other connections, which wait for the end of a read. */
static void test_flood(void)
{
	struct tls_opts client = { 0 };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open_shaken(&b, &client), "hands are shaken for a flood");
	ok(flood(&b, 3 * TLS_ROOM_BYTES), "new keys come");
	is_int(stream_read(b.ends[CLIENT], got, 10, &b.err), STREAM_AGAIN,
	    "they are no bytes of the conversation");
	ok(b.wires[CLIENT].arrived.len >= TLS_ROOM_BYTES,
	    "a read does not take all of them");
	stream_write(b.ends[SERVER], "x", 1, &b.err);
	for (int i = 0; i < 4; i++)
		if (stream_read(b.ends[CLIENT], got, 10, &b.err) == 1)
			got[1] = 'y';
	ok(got[0] == 'x' && got[1] == 'y', "what comes behind them is read");
	tls_pair_close(&b);
}

static void test_refusals(void)
{
	struct tls_opts client = { .pin_count = 0, .insecure = true };
	struct tls_pair b;

	tls_pair_open(&b, &client, NULL);
	bytes_add_text(&b.wires[CLIENT].arrived, "220 mail.test\r\n");
	b.wires[CLIENT].other = &b.wires[CLIENT]; /* nobody answers */
	is_int(b.ends[CLIENT]->ops->start(b.ends[CLIENT], &b.err), STREAM_ERROR,
	    "a peer that speaks something else is refused");
	has_text(b.err.text, "it answered '220 mail.test'", "with its words");
	is_int(b.err.kind, FAULT_TLS, "as a failure of TLS");
	is_text(b.err.hint.subject, "smtp", "and what it may speak");
	tls_pair_close(&b);
}

/* A peer that takes too long is left without a handshake. */
static void test_given_up(void)
{
	struct tls_opts client = { 0 };
	struct tls_pair b;
	char got[10];

	ok(tls_pair_open(&b, &client, NULL), "hands are to be shaken");
	is_int(b.ends[SERVER]->ops->start(b.ends[SERVER], &b.err), STREAM_AGAIN,
	    "but the peer is silent");
	is_int(stream_finish(b.ends[SERVER], &b.err), 0, "it is given up");
	ok(b.wires[SERVER].has_ended, "with its connection");
	b.ends[CLIENT]->ops->start(b.ends[CLIENT], &b.err);
	ok(stream_read(b.ends[SERVER], got, sizeof(got), &b.err) > 0,
	    "what comes late is thrown away");
	is_int((int)b.wires[CLIENT].arrived.len, 0, "and not answered");
	tls_pair_close(&b);
}

/* That some authority knows a certificate says nothing of this peer. */
static void test_nameless(void)
{
	struct tls_opts opts = { 0 };
	struct tls_peer nameless = { 0 };
	struct wire_end wires[2];
	struct error err = ERROR_NONE;

	wire_init(&wires[CLIENT], &wires[SERVER]);
	struct tls_context *c = tls_context_new(&opts, NULL, &err);
	ok(c && !tls_stream(c, &wires[CLIENT].stream, &nameless, &err),
	    "a peer without a name is refused");
	has_text(err.text, "no name", "and said to have none");
	tls_context_free(c);
	wire_free(&wires[CLIENT], &wires[SERVER]);
}

/* OpenSSL's own functions return NULL without memory, and what becomes of that
 * is often said of the peer. */
static void test_memory(void)
{
	void *library = dlopen("libcrypto.so.3", RTLD_NOW);
	__typeof__(CRYPTO_get_mem_functions) *get = NULL;
	CRYPTO_malloc_fn allocate = NULL;
	CRYPTO_realloc_fn resize = NULL;

	if (library)
		*(void **)&get = dlsym(library, "CRYPTO_get_mem_functions");
	if (get)
		get(&allocate, &resize, NULL);
	ok(allocate && allocate != dlsym(library, "CRYPTO_malloc"),
	    "OpenSSL allocates by functions of genet");
	char *bytes = resize(NULL, 2, __FILE__, __LINE__);
	bytes[1] = 'x';
	bytes = resize(bytes, 1000, __FILE__, __LINE__);
	is_int(bytes[1], 'x', "what they resize keeps its bytes");
	ok(!resize(bytes, 0, __FILE__, __LINE__), "a size of 0 frees");
}

/* close_notify in the place of an answer. */
static void test_early_end(void)
{
	static const char alert[] = { 21, 3, 3, 0, 2, 1, 0 };
	struct tls_opts client = { .insecure = true };
	struct tls_pair b;

	tls_pair_open(&b, &client, NULL);
	bytes_add(&b.wires[CLIENT].arrived, alert, sizeof(alert));
	b.wires[CLIENT].other = &b.wires[CLIENT]; /* nobody answers */
	is_int(b.ends[CLIENT]->ops->start(b.ends[CLIENT], &b.err), STREAM_ERROR,
	    "a peer that says close_notify shakes no hands");
	is_text(b.err.text, "failed: the peer ended the connection",
	    "which is told");
	tls_pair_close(&b);
}

int main(void)
{
	test_truncation();
	test_lost();
	test_half_close();
	test_pending();
	test_flood();
	test_refusals();
	test_given_up();
	test_nameless();
	test_early_end();
	test_memory();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		test_row(&rows[i], "ECDHE-ECDSA-AES128-GCM-SHA256");
		test_row(&rows[i], "TLS_AES_256_GCM_SHA384");
	}
	return plan();
}
