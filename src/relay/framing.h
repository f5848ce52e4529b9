/* SPDX-License-Identifier: MIT */
/* Where one datagram ends and the next begins in a stream of bytes. */
#ifndef RELAY_FRAMING_H
#define RELAY_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stream/datagram.h"

#define FRAMING_MAX DATAGRAM_LONGEST

enum framing_kind {
	FRAMING_READS,  /* what one read gave, cut at size */
	FRAMING_LINES,  /* a line each, without its end */
	FRAMING_BLOCKS, /* size bytes each; the last may be shorter */
	FRAMING_PREFIX, /* a length of 32 bits, big endian, before each */
};

struct framing {
	enum framing_kind kind;
	size_t size;
};

struct frame {
	size_t begin, len; /* of the datagram in the bytes given */
	size_t taken;      /* bytes used up, with length or line end */
};

/*
 * Finds the first frame in len bytes; at_end says that no more will follow
 * them. Returns 1 with *frame filled, 0 if more bytes are needed (or, at_end,
 * none are left), or -1 with FAULT_IO if the bytes cannot be understood.
 */
int framing_next(const struct framing *f, const unsigned char *bytes,
    size_t len, bool at_end, struct frame *frame, struct error *err);

#endif
