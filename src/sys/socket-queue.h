/* SPDX-License-Identifier: MIT */
/* What the kernel holds for a socket, or has dropped. */
#ifndef SYS_SOCKET_QUEUE_H
#define SYS_SOCKET_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

struct tcp_facts;

/* How many bytes the peer has not confirmed; 0 if the kernel does not tell. */
int socket_queue_unconfirmed(int fd);

/* The same of a TCP connection, without its end, which counts as a byte. */
uint64_t socket_queue_unconfirmed_bytes(int fd, const struct tcp_facts *tcp);

/* Whether nothing that has bytes is left to be read, and no more can come. */
bool socket_queue_is_at_end(int fd);

/* Whether bytes have come that were not read: then close(2) resets the peer. */
bool socket_queue_has_unread(int fd);

/* How many datagrams were dropped because nobody took them. */
uint64_t socket_queue_dropped(int fd);

/* Takes the first error that came back for a sent datagram, as an errno; 0 if
 * there is none. */
int socket_queue_take_error(int fd);

#endif
