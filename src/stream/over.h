/* SPDX-License-Identifier: MIT */
/* A stream over another one, and the operations that it leaves to that one. */
#ifndef STREAM_OVER_H
#define STREAM_OVER_H

#include "base/bytes.h"
#include "stream/stream.h"

/* The first member of the struct of such a stream. */
struct over {
	struct stream stream;
	struct stream *below; /* owned */
};

/* Makes a stream of bytes with the operations, which waits for what the one
 * below waits for, and does not splice. */
void over_init(
    struct over *o, const struct stream_ops *ops, struct stream *below);

/* Waits again for what the one below waits for. */
void over_follow(struct over *o);

/* Writes bytes to the one below, and drops those that are written. Returns 0
 * when all are, or as stream_write() does. */
int over_send(struct over *o, struct bytes *out, struct error *err);

/* Operations that call those of the stream below. The first six follow it. */
ssize_t over_read(struct stream *s, void *bytes, size_t len, struct error *err);
ssize_t over_write(
    struct stream *s, const void *bytes, size_t len, struct error *err);
ssize_t over_urge(struct stream *s, const void *byte, struct error *err);
ssize_t over_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err);
ssize_t over_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err);
int over_finish(struct stream *s, struct error *err);
void over_reset(struct stream *s);
int64_t over_due(const struct stream *s);
int over_delivered(struct stream *s, int *unconfirmed, struct error *err);
void over_watch_peer(struct stream *s);
int over_peer_gone(struct stream *s, struct error *err);
bool over_describe(const struct stream *s, struct tcp_facts *out);
void over_ends(
    const struct stream *s, struct address *local, struct address *remote);

#endif
