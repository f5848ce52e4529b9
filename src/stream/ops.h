/* SPDX-License-Identifier: MIT */
/* What a stream can do: always write, finish, close, and read or lend. */
#ifndef STREAM_OPS_H
#define STREAM_OPS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
/* In place of a count: a failure, in err; nothing now, wait for the events. */
#define STREAM_ERROR (-1)
#define STREAM_AGAIN (-2)
#define STREAM_CANNOT (-3) /* from a splice: read or write instead */
struct address;
struct error;
struct stream;
struct tcp_facts;

struct stream_ops {
	/* Shakes hands. Returns 0 when done; waits for read_events only. After
	 * that, settle returns the stream of the conversation: this one, or the
	 * one below, and then frees this one. NULL: this one. */
	int (*start)(struct stream *s, struct error *err);
	struct stream *(*settle)(struct stream *s);

	/* Reads up to len bytes. Returns how many, 0 at the end. */
	ssize_t (*read)(
	    struct stream *s, void *bytes, size_t len, struct error *err);

	/* Writes up to len bytes; or one, as urgent data. Returns how many. */
	ssize_t (*write)(
	    struct stream *s, const void *bytes, size_t len, struct error *err);
	ssize_t (*urge)(struct stream *s, const void *byte, struct error *err);
	/* As read and write, into and out of a pipe (splice(2)). */
	ssize_t (*splice_in)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);
	ssize_t (*splice_out)(
	    struct stream *s, int pipe_fd, size_t len, struct error *err);

	/* Tells the peer that no more will be written. Returns 0 when told. */
	int (*finish)(struct stream *s, struct error *err);
	/* Has close abort the connection: the peer sees a reset, no end. */
	void (*reset)(struct stream *s);

	/* Whether a read returns at once although poll(2) cannot know. */
	bool (*pending)(const struct stream *s);
	/* When to read at the latest, even without an event. */
	int64_t (*due)(const struct stream *s);

	/* lend returns as read, and sets *bytes, valid until the next
	 * operation, to what there is; take drops the first len of them. */
	ssize_t (*lend)(
	    struct stream *s, const void **bytes, struct error *err);
	void (*take)(struct stream *s, size_t len);

	/* What can be read now is the last: the end of the stream follows. */
	void (*cut)(struct stream *s);
	/* Returns 0 if the stream has not failed. */
	int (*check)(struct stream *s, struct error *err);
	/* Whether there is room for a write; if not, the stream wakes later. */
	bool (*has_room)(struct stream *s);

	/* After finish: returns 1 if the peer has confirmed all bytes, or 0
	 * with how many it has not. No event tells: ask again. */
	int (*delivered)(struct stream *s, int *unconfirmed, struct error *err);

	/* The peer has ended its side: events tell when it is gone. Then
	 * peer_gone returns 0 if it had taken all bytes. */
	void (*watch_peer)(struct stream *s);
	int (*peer_gone)(struct stream *s, struct error *err);
	/* What the kernel knows of the connection. Returns whether it does. */
	bool (*describe)(const struct stream *s, struct tcp_facts *out);
	/* Corrects the addresses that the descriptor has. */
	void (*ends)(const struct stream *s, struct address *local,
	    struct address *remote);

	/* Frees the stream and closes what it owns. */
	void (*close)(struct stream *s);
};

#endif
