/* SPDX-License-Identifier: MIT */
/* What streams of sockets share. */
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
	struct low_water *low_water; /* NULL: not spliced so far */
	bool was_reset;              /* the kernel has told already */
	bool had_no_more;            /* the last splice has found nothing */
	bool tells_data_calls;       /* an observer wants them */
};

/* The descriptor becomes the stream's own. */
void socket_init(struct socket *s, const struct stream_ops *ops, int fd,
    bool carries_messages, struct tap *tap);

/* Closes the descriptor, and frees the stream. */
void socket_close(struct stream *s);

/* Tells the observers of a call that carries data, and of its result, unless
 * that is "not now". */
void socket_tell_data(
    struct stream *s, enum socket_data_call call, ssize_t n, size_t len);

/* Takes the error that the kernel keeps for us; 0 if there is none. */
int socket_take_error(int fd);

/* What an errno means for a connection, as a predicate. Returns -1. */
int socket_fail(struct error *err, int sysno);

/* A message has come for which there is no room. Returns -1. */
int socket_fail_long(size_t len, size_t most, struct error *err);

#endif
