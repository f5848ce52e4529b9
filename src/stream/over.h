/* SPDX-License-Identifier: MIT */
/* A stream over another one: what only the lower one knows. */
#ifndef STREAM_OVER_H
#define STREAM_OVER_H

#include "stream/stream.h"

/* The first member of the struct of such a stream. */
struct over {
	struct stream stream;
	struct stream *below; /* owned */
};

/* Makes it a stream of bytes with the operations, which waits for what the one
 * below waits for, and does not splice. */
void over_init(
    struct over *o, const struct stream_ops *ops, struct stream *below);

/* Waits again for what the one below waits for. */
void over_follow(struct over *o);

/* Operations, which ask the stream below. */
ssize_t over_urge(struct stream *s, const void *byte, struct error *err);
int over_delivered(struct stream *s, int *unconfirmed, struct error *err);
void over_watch_peer(struct stream *s);
int over_peer_gone(struct stream *s, struct error *err);
bool over_describe(const struct stream *s, struct tcp_facts *out);
void over_ends(
    const struct stream *s, struct address *local, struct address *remote);

#endif
