/* SPDX-License-Identifier: MIT */
/*
 * A connection that is made again whenever it breaks, as one end of a
 * conversation: the conversation sees a pause. What a broken connection had
 * taken is not sent again, so that no byte is sent twice; how many of these
 * bytes the kernel of the peer had not acknowledged is told, and is a failure
 * in the end. After finish nothing is made again.
 */
#ifndef RELAY_RECONNECTION_H
#define RELAY_RECONNECTION_H

#include "net/dial/dial.h"
#include "relay/loop.h"

struct reconnection_opts {
	struct dial *(*dial)(void *context); /* makes a new one */
	void *context;
	struct loop *loop;
	const char *name;     /* of the peer, for messages */
	const char *greeting; /* sent first, but not on the first connection */
	size_t greeting_len;
	int64_t delay_us; /* before a dial; grows if connections do not last */
	struct tap *tap;
};

/* Makes the stream, which takes over that of the first connection. The name and
 * the greeting live as long. */
struct stream *reconnection_stream(
    struct stream *first, const struct reconnection_opts *opts);

#endif
