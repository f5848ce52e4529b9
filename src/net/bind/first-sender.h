/* SPDX-License-Identifier: MIT */
/* The sender of the first datagram, as the client of a bound socket. */
#ifndef NET_BIND_FIRST_SENDER_H
#define NET_BIND_FIRST_SENDER_H

#include "net/sockopts.h"
#include "stream/stream.h"
#include "sys/address.h"

/* Has an internet socket tell what the functions below need to know, and keep
 * what comes meanwhile. */
void first_sender_prepare(int fd, const struct sockopts *opts, struct tap *tap);

/* Who has sent the datagram that is first in the queue, where it stays. Returns
 * a second descriptor of the socket, or -1 with errno, EAGAIN if there is no
 * datagram. remote is an address without a name if the sender has none. */
int first_sender_take(int fd, struct address *remote, struct tap *tap);

/* From now on the socket hears that sender only: connects it, unless the sender
 * would not hear an answer then, or cannot be reached any more. The stream owns
 * the descriptor. */
struct stream *first_sender_stream(
    int fd, const struct address *remote, struct tap *tap);

/* Throws the first datagram away, and closes the descriptor. */
void first_sender_refuse(int fd, struct tap *tap);

#endif
