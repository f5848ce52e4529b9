/* SPDX-License-Identifier: MIT */
/* A stream that takes orders: it is told lines, has each carried out, and
 * answers each by a line. */
#ifndef RELAY_ORDER_STREAM_H
#define RELAY_ORDER_STREAM_H

#include "base/bytes.h"
#include "stream/stream.h"

/* The longest line, without its end. */
#define ORDER_STREAM_LINE 4096

struct order_stream_opts {
	/* Carries out a line, which has no NUL and no end, and adds the answer
	 * without an end. */
	void (*carry_out)(
	    void *context, const char *line, struct bytes *answer);
	/* Adds the answer, without an end, to a line that is too long or has a
	 * NUL. */
	void (*refuse)(const char *why, struct bytes *answer);
	void *context;
};

/* It ends when its input has ended and all answers are read. A last line does
 * not need an end. After a line that is too long, or has a NUL, it takes no
 * more orders: it drops what still comes, and ends when the answers are read.
 */
struct stream *order_stream(const struct order_stream_opts *opts);

#endif
