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
	FRAMING_READS,  /* the bytes of one read, cut at size */
	FRAMING_LINES,  /* a line, without its end */
	FRAMING_BLOCKS, /* size bytes; the last may be shorter */
	FRAMING_PREFIX, /* a length of 32 bits, big endian, before each */
};

struct framing {
	enum framing_kind kind;
	size_t size;
};

struct frame {
	size_t begin, len; /* of the datagram within the bytes */
	size_t taken;      /* bytes of the frame, with length or line end */
};

/*
 * Finds the first frame in len bytes. at_end: no more bytes follow. Returns 1
 * with *frame filled; 0 if more bytes are needed, or none are left at the end;
 * or -1 with FAULT_IO if the bytes are not valid.
 */
int framing_next(const struct framing *f, const unsigned char *bytes,
    size_t len, bool at_end, struct frame *frame, struct error *err);

#endif
