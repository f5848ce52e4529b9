/* SPDX-License-Identifier: MIT */
/* Looking at the first bytes of a peer, which stay in the kernel: the
 * conversation, or a program that is given the socket, reads them again. */
#ifndef STREAM_PEEK_H
#define STREAM_PEEK_H

#include <stddef.h>

#include "stream/stream.h"

struct peek_opts {
	size_t bytes;                            /* so many are waited for */
	int64_t deadline;                        /* then fewer are enough */
	const struct tap_connection *connection; /* for observers; or NULL */
};

/* Makes a stream over that of a socket, which the stream takes over. Its start
 * ends when the bytes have come, when no more can be seen, or at the deadline;
 * observers are told of them (TAP_PEEKED). It settles to the stream below. */
struct stream *peek_stream(struct stream *below, const struct peek_opts *opts);

#endif
