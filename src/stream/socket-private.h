/* SPDX-License-Identifier: MIT */
/* What the streams of connections and of datagrams share. */
#ifndef STREAM_SOCKET_PRIVATE_H
#define STREAM_SOCKET_PRIVATE_H

#include "stream/stream.h"

/* The calls that carry data. */
enum socket_data_call {
	SOCKET_RECEIVE,
	SOCKET_SPLICE_IN,
	SOCKET_SEND,
	SOCKET_SPLICE_OUT,
};

struct socket {
	struct stream stream;
	struct low_water *low_water; /* NULL: never spliced from */
	bool was_reset;              /* as socket_note_reset() was told */
	bool had_no_more;            /* the last splice found nothing */
	bool tells_data_calls;       /* an observer wants TAP_CALL */
	bool may_connect_late;       /* with the first write */
};

/* The stream then owns the descriptor. */
void socket_init(struct socket *s, const struct stream_ops *ops, int fd,
    bool carries_messages, struct tap *tap);

/* Closes the descriptor, and frees the stream. */
void socket_close(struct stream *s);

/* Tells observers of a call that carries data, with the result n, unless that
 * is "not now" by errno. */
void socket_tell_data(
    struct stream *s, enum socket_data_call call, ssize_t n, size_t len);

/* Sets the predicate of a connection that failed with an errno. Returns -1. */
int socket_fail(struct error *err, int sysno);

/* Fails because a message of len bytes does not fit into most. Returns -1. */
int socket_fail_long(size_t len, size_t most, struct error *err);

#endif
