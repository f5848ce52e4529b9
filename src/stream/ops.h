/* SPDX-License-Identifier: MIT */
/* The operations of a stream. Write, finish and close are there in each of
 * them, and read, or lend and take in its place; others may be NULL. */
#ifndef STREAM_OPS_H
#define STREAM_OPS_H

#include <stdbool.h>
#include <sys/types.h>

/* What operations return besides a count: nothing now, wait for the stream's
 * events; or a failure, with err filled. */
#define STREAM_ERROR (-1)
#define STREAM_AGAIN (-2)

/* Of the two that splice: the descriptor cannot, read or write instead. */
#define STREAM_CANNOT (-3)

struct error;
struct stream;
struct tcp_facts;

struct stream_ops {
	/* Shakes hands, before all else. Returns 0 when that is done. */
	int (*start)(struct stream *s, struct error *err);

	/* Reads up to len bytes. Returns how many, 0 at the end. */
	ssize_t (*read)(
	    struct stream *s, void *bytes, size_t len, struct error *err);

	/* Writes up to len bytes. Returns how many. */
	ssize_t (*write)(
	    struct stream *s, const void *bytes, size_t len, struct error *err);

	/* As read and write, but into a pipe and out of a pipe, without a copy
	 * (splice(2)). They do not wait for the pipe either. */
	ssize_t (*splice_in)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);
	ssize_t (*splice_out)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);

	/* Says that no more will be written. Returns 0 when that is said. */
	int (*finish)(struct stream *s, struct error *err);

	/* Whether a read would return at once although poll cannot know. */
	bool (*pending)(const struct stream *s);

	/* Lends what there is, or the next message, instead of copying it:
	 * returns as read does, and sets *bytes, which stay until the next
	 * operation. take gives up the first len of them. */
	ssize_t (*lend)(
	    struct stream *s, const void **bytes, struct error *err);
	void (*take)(struct stream *s, size_t len);

	/* What is there to be read now is the last: the end follows. */
	void (*cut)(struct stream *s);

	/* Whether the stream can go on, whatever is done with it: returns 0. */
	int (*check)(struct stream *s, struct error *err);

	/* Whether a write would be taken; if not, the stream wakes later. */
	bool (*has_room)(struct stream *s);

	/* After finish: whether the peer has all that was written. Returns 1;
	 * or 0 if that is still to come, with the bytes that it has not
	 * confirmed in *unconfirmed. No event tells: ask again. */
	int (*delivered)(struct stream *s, int *unconfirmed, struct error *err);

	/* The peer has ended its side: from now on events tell when it is gone.
	 * Then peer_gone returns 0 if it had taken all that was written. */
	void (*watch_peer)(struct stream *s);
	int (*peer_gone)(struct stream *s, struct error *err);

	/* What the kernel knows of the connection. Returns false if nothing. */
	bool (*describe)(const struct stream *s, struct tcp_facts *out);

	/* Frees the stream and closes what it owns. */
	void (*close)(struct stream *s);
};

#endif
