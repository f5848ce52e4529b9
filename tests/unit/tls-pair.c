/* SPDX-License-Identifier: MIT */
/* Both sides of a conversation by TLS, in one process. */
#include "tls-pair.h"

#define TURNS 2000000

bool tls_pair_open(
    struct tls_pair *b, const struct tls_opts *client, const char *ciphers)
{
	struct tls_opts server = { .is_server = true, .ciphers = ciphers };
	struct tls_opts opts = *client;
	struct tls_peer peer = { "localhost", "1" }, nameless = { 0 };

	*b = (struct tls_pair){ .err = ERROR_NONE };
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
	    b->contexts[SERVER], &b->wires[SERVER].stream, &nameless, &b->err);
	return b->ends[CLIENT] && b->ends[SERVER];
}

void tls_pair_close(struct tls_pair *b)
{
	for (int side = CLIENT; side <= SERVER; side++) {
		stream_close(b->ends[side]);
		tls_context_free(b->contexts[side]);
	}
	wire_free(&b->wires[CLIENT], &b->wires[SERVER]);
}

int tls_pair_shake_hands(struct tls_pair *b)
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

bool tls_pair_open_shaken(struct tls_pair *b, const struct tls_opts *client)
{
	return tls_pair_open(b, client, NULL) && tls_pair_shake_hands(b) == 0;
}
