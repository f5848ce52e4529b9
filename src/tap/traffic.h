/* SPDX-License-Identifier: MIT */
/* What moves, and what has moved. */
#ifndef TAP_TRAFFIC_H
#define TAP_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tap/code.h"

/* What has come and was sent, in bytes, and since when. */
struct tap_traffic {
	uint64_t in, out;
	int64_t took_us;
};

/* Bytes, at once when they move. */
struct tap_data {
	enum tap_direction direction;
	const void *bytes;
	size_t len;
	uint64_t offset; /* of the first, in its direction */
};

/* Of one direction. */
struct tap_moved {
	enum tap_way way;
	uint64_t spliced, copied; /* bytes */
};

struct tap_datagrams {
	enum tap_direction direction;
	bool are_answers;
	uint64_t count, bytes;
	uint64_t wanted;  /* count; 0: any */
	uint64_t dropped; /* by the kernel */
	bool or_more;     /* were dropped: the kernel counts those it has joined
	                     as one */
	size_t shortest, longest;
	int64_t took_us;
};

#endif
