/* SPDX-License-Identifier: MIT */
/* Where one datagram ends and the next begins. */
#include "relay/framing.h"

#include <stdint.h>
#include <string.h>

#define PREFIX_LEN 4

static int next_piece(size_t size, size_t len, struct frame *frame)
{
	size_t n = len < size ? len : size;

	*frame = (struct frame){ .len = n, .taken = n };
	return n > 0;
}

static int next_line(const unsigned char *bytes, size_t len, bool at_end,
    struct frame *frame, struct error *err)
{
	const unsigned char *end = memchr(bytes, '\n', len);
	size_t line = end ? (size_t)(end - bytes) : len;

	if (line > FRAMING_MAX)
		return error_set(err, FAULT_IO,
		    "a line of the input is longer than a datagram can be "
		    "(%d B)",
		    FRAMING_MAX);
	if (end) {
		*frame = (struct frame){ .len = line, .taken = line + 1 };
		return 1;
	}
	return at_end ? next_piece(len, len, frame) : 0;
}

static int next_prefixed(const unsigned char *bytes, size_t len, bool at_end,
    struct frame *frame, struct error *err)
{
	size_t size = 0;

	for (size_t i = 0; i < PREFIX_LEN && i < len; i++)
		size = size << 8 | bytes[i];
	if (len >= PREFIX_LEN && size > FRAMING_MAX)
		return error_set(err, FAULT_IO,
		    "a length of %zu B in the input is more than a datagram "
		    "can be (%d B)",
		    size, FRAMING_MAX);
	if (len < PREFIX_LEN || len - PREFIX_LEN < size)
		return at_end && len > 0
		           ? error_set(err, FAULT_IO,
				 "the input ends within a datagram")
		           : 0;
	*frame = (struct frame){
		.begin = PREFIX_LEN,
		.len = size,
		.taken = PREFIX_LEN + size,
	};
	return 1;
}

int framing_next(const struct framing *f, const unsigned char *bytes,
    size_t len, bool at_end, struct frame *frame, struct error *err)
{
	switch (f->kind) {
	case FRAMING_READS:
		return next_piece(f->size, len, frame);
	case FRAMING_LINES:
		return next_line(bytes, len, at_end, frame, err);
	case FRAMING_BLOCKS:
		if (len < f->size && !at_end)
			return 0;
		return next_piece(f->size, len, frame);
	case FRAMING_PREFIX:
		return next_prefixed(bytes, len, at_end, frame, err);
	}
	return 0;
}
