/* SPDX-License-Identifier: MIT */
/* The first byte is the pieces, the second how reluctant the peer is; the rest
 * is what it sends. All of that is passed on, and each option is declined once,
 * whatever the pieces are. */
#include <arpa/telnet.h>
#include <string.h>

#include "../unit/wire.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "stream/telnet.h"

struct outcome {
	struct bytes passed, answers;
};

/* The answers by RFC 854, without the state machine that is tried. */
static void answer_all(struct bytes *out, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] != IAC || ++i == size)
			continue;
		uint8_t command = data[i];
		if (command == SB) {
			for (i++; i < size; i++)
				if (data[i] == IAC && ++i < size &&
				    data[i] == SE)
					break;
			continue;
		}
		if (command < WILL || command > DONT || ++i == size)
			continue;
		uint8_t answer[] = { IAC, command == DO ? WONT : DONT,
			data[i] };
		if (command == DO || command == WILL)
			bytes_add(out, answer, sizeof(answer));
	}
}

static void read_some(struct stream *s, struct bytes *out)
{
	struct error err = ERROR_NONE;
	char room[97];
	ssize_t n = stream_read(s, room, sizeof(room), &err);

	FUZZ_MUST(n >= 0 || n == STREAM_AGAIN);
	if (n > 0)
		bytes_add(out, room, (size_t)n);
}

static void meet(struct outcome *o, const uint8_t *data, size_t size,
    uint8_t piece, uint8_t reluctance)
{
	struct wire_end own, peer;
	struct stream *s;

	wire_init(&own, &peer);
	own.piece = piece ? piece : SIZE_MAX;
	own.reluctance = reluctance % 4;
	s = telnet_stream(&own.stream);
	bytes_add(&own.arrived, data, size);
	/* Some answers wait until the stream is read once more. */
	for (int idle = 0; idle < 20; idle++) {
		size_t before = o->passed.len + peer.arrived.len;
		read_some(s, &o->passed);
		if (o->passed.len + peer.arrived.len > before)
			idle = 0;
	}
	bytes_add(&o->answers, peer.arrived.at, peer.arrived.len);
	stream_close(s);
	wire_free(&own, &peer);
}

static void check_same(const struct bytes *b, const void *bytes, size_t len)
{
	FUZZ_MUST(b->len == len);
	FUZZ_MUST(len == 0 || memcmp(b->at, bytes, len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t piece = fuzz_byte(&data, &size);
	uint8_t reluctance = fuzz_byte(&data, &size);
	struct outcome whole = { 0 }, cut = { 0 };
	struct bytes expected = { 0 };

	if (size > 2000)
		size = 2000;
	answer_all(&expected, data, size);
	meet(&whole, data, size, 0, 0);
	meet(&cut, data, size, piece, reluctance);
	check_same(&whole.passed, data, size);
	check_same(&cut.passed, data, size);
	check_same(&whole.answers, expected.at, expected.len);
	check_same(&cut.answers, expected.at, expected.len);
	bytes_free(&whole.passed);
	bytes_free(&whole.answers);
	bytes_free(&cut.passed);
	bytes_free(&cut.answers);
	bytes_free(&expected);
	return 0;
}
