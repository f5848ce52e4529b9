/* SPDX-License-Identifier: MIT */
/* What a stream can do: always write, finish, close, and read or lend. */
#ifndef STREAM_OPS_H
#define STREAM_OPS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
/* Besides a count: nothing now, wait for the events; a failure, in err. */
#define STREAM_ERROR (-1)
#define STREAM_AGAIN (-2)
#define STREAM_CANNOT (-3) /* of the two that splice: read or write instead */

struct address;
struct error;
struct stream;
struct tcp_facts;

struct stream_ops {
	/* Shakes hands. Returns 0 when done; waits for read_events only. Then
	 * settle returns the stream to go on with in place of this one: this
	 * one, or the one below, and the rest is freed. NULL: this one. */
	int (*start)(struct stream *s, struct error *err);
	struct stream *(*settle)(struct stream *s);

	/* Reads up to len bytes. Returns how many, 0 at the end. */
	ssize_t (*read)(
	    struct stream *s, void *bytes, size_t len, struct error *err);

	/* Writes up to len bytes, or one as urgent data. Returns how many. */
	ssize_t (*write)(
	    struct stream *s, const void *bytes, size_t len, struct error *err);
	ssize_t (*urge)(struct stream *s, const void *byte, struct error *err);
	/* The same into and out of a pipe (splice(2)), without waiting. */
	ssize_t (*splice_in)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);
	ssize_t (*splice_out)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);

	/* Says that no more will be written. Returns 0 when that is said. */
	int (*finish)(struct stream *s, struct error *err);

	/* Whether a read would return at once although poll cannot know. */
	bool (*pending)(const struct stream *s);
	/* When to read at the latest, although no event tells. */
	int64_t (*due)(const struct stream *s);

	/* Lends what there is, or the next message: returns as read, and sets
	 * *bytes until the next operation. take gives up the first len. */
	ssize_t (*lend)(
	    struct stream *s, const void **bytes, struct error *err);
	void (*take)(struct stream *s, size_t len);

	/* What is there to be read now is the last: the end follows. */
	void (*cut)(struct stream *s);
	/* 0: the stream can go on. */
	int (*check)(struct stream *s, struct error *err);
	/* Whether a write would be taken; if not, the stream wakes later. */
	bool (*has_room)(struct stream *s);

	/* After finish: returns 1 if the peer has all that was written, or 0
	 * with the bytes it has not confirmed. No event tells: ask again. */
	int (*delivered)(struct stream *s, int *unconfirmed, struct error *err);

	/* The peer has ended its side: events tell when it is gone. Then
	 * peer_gone returns 0 if it had taken all that was written. */
	void (*watch_peer)(struct stream *s);
	int (*peer_gone)(struct stream *s, struct error *err);

	/* What the kernel knows of the connection. Returns false if nothing. */
	bool (*describe)(const struct stream *s, struct tcp_facts *out);
	/* Corrects the addresses that the descriptor tells. */
	void (*ends)(const struct stream *s, struct address *local,
	    struct address *remote);

	/* Frees the stream and closes what it owns. */
	void (*close)(struct stream *s);
};

#endif
