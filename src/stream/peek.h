/* SPDX-License-Identifier: MIT */
/* Looking at the first bytes of a peer. They stay in the kernel, where the
 * conversation, or a program that is given the socket, reads them. */
#ifndef STREAM_PEEK_H
#define STREAM_PEEK_H

#include <stddef.h>

#include "stream/stream.h"

struct peek_opts {
	size_t bytes;     /* how many to wait for */
	int64_t deadline; /* after it, fewer are enough */
	const struct tap_connection *connection; /* for observers; or NULL */
};

/* Makes a stream that owns below, the stream of a socket. Its start ends when
 * the bytes have come, when no more can be seen, or at the deadline, and tells
 * observers of them (TAP_PEEKED). It settles to the stream below. */
struct stream *peek_stream(struct stream *below, const struct peek_opts *opts);

#endif
