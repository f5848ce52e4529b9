/* SPDX-License-Identifier: MIT */
/* The sender of the first datagram, as the client of a bound socket. */
#ifndef NET_BIND_FIRST_SENDER_H
#define NET_BIND_FIRST_SENDER_H

#include "net/sockopts.h"
#include "stream/stream.h"
#include "sys/socket/address.h"

/* Prepares an internet socket: the kernel then reports the details that the
 * functions below need, and has room for datagrams that come meanwhile. */
void first_sender_prepare(int fd, const struct sockopts *opts, struct tap *tap);

/* Finds the sender of the first datagram in the queue, where it stays. Returns
 * a second descriptor of the socket, or -1 with errno, EAGAIN if there is no
 * datagram. remote is an address without a name if the sender has none. */
int first_sender_take(int fd, struct address *remote, struct tap *tap);

/* Makes a stream of that sender, which owns the descriptor. Connects the
 * socket, unless the sender could not receive answers then, or cannot be
 * reached. */
struct stream *first_sender_stream(
    int fd, const struct address *remote, struct tap *tap);

/* Discards the first datagram, and closes the descriptor. */
void first_sender_refuse(int fd, struct tap *tap);

#endif
