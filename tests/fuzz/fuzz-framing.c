/* SPDX-License-Identifier: MIT */
/* The first byte is the framing, the next two the size of a block, the fourth
 * the pieces; the rest is the input. The datagrams are the same whatever the
 * pieces are, and together they are the input. */
#include <string.h>

#include "base/bytes.h"
#include "fuzz.h"
#include "relay/framing.h"

/* What was found: each datagram with its length before it. */
struct outcome {
	struct bytes datagrams, whole;
	size_t taken, count;
	bool has_failed;
	struct error err;
};

/* The sum of what was taken off, with the ends of lines and the lengths. */
static void note(struct outcome *o, const struct framing *f,
    const struct frame *frame, const unsigned char *bytes, size_t len)
{
	FUZZ_MUST(frame->taken > 0 && frame->taken <= len);
	FUZZ_MUST(frame->begin + frame->len <= frame->taken);
	FUZZ_MUST(frame->len <= FRAMING_MAX);
	if (f->kind == FRAMING_BLOCKS)
		FUZZ_MUST(frame->len > 0 && frame->len <= f->size);
	if (f->kind == FRAMING_LINES)
		FUZZ_MUST(!memchr(bytes, '\n', frame->len));
	bytes_add(&o->datagrams, &frame->len, sizeof(frame->len));
	bytes_add(&o->datagrams, bytes + frame->begin, frame->len);
	bytes_add(&o->whole, bytes, frame->taken);
	o->count++;
	o->taken += frame->taken;
}

/* Takes off what is complete in the bytes up to come, which have memory of
 * their own. */
static void take(struct outcome *o, const struct framing *f,
    const uint8_t *data, size_t come, bool at_end)
{
	int result = 1;

	while (result > 0) {
		struct bytes piece = { 0 };
		struct frame frame = { 0 };
		size_t len = come - o->taken;
		bytes_add(&piece, data + o->taken, len);
		result = framing_next(f, len ? piece.at : (const uint8_t *)"",
		    len, at_end, &frame, &o->err);
		if (result > 0)
			note(o, f, &frame, piece.at, len);
		o->has_failed |= result < 0;
		bytes_free(&piece);
	}
}

static struct outcome read_all(
    const struct framing *f, const uint8_t *data, size_t size, uint8_t number)
{
	struct outcome o = { .err = ERROR_NONE };
	uint32_t chance = number;
	size_t come = 0;

	while (come < size && !o.has_failed) {
		chance = chance * 1103515245 + 12345;
		size_t len = number == 0   ? size
		             : number == 1 ? 1
		                           : 1 + (chance >> 16) % number;
		come += len < size - come ? len : size - come;
		take(&o, f, data, come, false);
	}
	if (!o.has_failed)
		take(&o, f, data, size, true);
	return o;
}

static void check_outcome(
    const struct outcome *o, const uint8_t *data, size_t size)
{
	FUZZ_MUST(o->whole.len == o->taken);
	FUZZ_MUST(o->taken == 0 || memcmp(o->whole.at, data, o->taken) == 0);
	if (o->has_failed)
		fuzz_check_error(&o->err);
	else
		FUZZ_MUST(o->taken == size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* With FRAMING_READS the pieces are the datagrams. */
	struct framing f = {
		.kind = FRAMING_LINES + fuzz_byte(&data, &size) % 3,
		.size = 1 + fuzz_number(&data, &size) % FRAMING_MAX,
	};
	uint8_t number = fuzz_byte(&data, &size);
	struct outcome whole = read_all(&f, data, size, 0);
	struct outcome cut = read_all(&f, data, size, number);

	check_outcome(&whole, data, size);
	check_outcome(&cut, data, size);
	FUZZ_MUST(whole.has_failed == cut.has_failed);
	FUZZ_MUST(whole.count == cut.count);
	FUZZ_MUST(whole.datagrams.len == cut.datagrams.len);
	FUZZ_MUST(whole.datagrams.len == 0 ||
		  memcmp(whole.datagrams.at, cut.datagrams.at,
		      cut.datagrams.len) == 0);
	bytes_free(&whole.datagrams);
	bytes_free(&whole.whole);
	bytes_free(&cut.datagrams);
	bytes_free(&cut.whole);
	return 0;
}
