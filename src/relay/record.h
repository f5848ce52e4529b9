/* SPDX-License-Identifier: MIT */
/* The forms in which a received datagram is written. */
#ifndef RELAY_RECORD_H
#define RELAY_RECORD_H

#include "base/bytes.h"
#include "net/datagram/datagram.h"

enum record_format {
	RECORD_RAW,   /* the bytes, without a separator */
	RECORD_LINES, /* the bytes, and a line feed if they do not end in one */
	RECORD_PREFIX, /* a length of 32 bits, big endian, before each */
	RECORD_HEX,    /* a heading and a hex dump */
	RECORD_JSON,   /* a line with an object, see genet-events(7) */
};

/* Adds the datagram to out. started: when the run began. */
void record_add(struct bytes *out, enum record_format format,
    const struct datagram *d, int64_t started);

#endif
