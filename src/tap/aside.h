/* SPDX-License-Identifier: MIT */
/* Bytes of a peer that are told beside those that pass. */
#ifndef TAP_ASIDE_H
#define TAP_ASIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tap/code.h"

/* A byte of the peer's. */
struct tap_urgent {
	unsigned char byte;
	bool has_offset;
	uint64_t offset; /* of bytes from the peer, without the urgent ones */
};

/* The first bytes of a peer, which stay in the kernel. */
struct tap_peeked {
	const void *bytes;
	size_t len, wanted;
	enum tap_peek_end why; /* no more are looked at */
};

#endif
