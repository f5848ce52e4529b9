/* SPDX-License-Identifier: MIT */
/* Messages and datagrams: many by one call, and whole ones. */
#ifndef SYS_SOCKET_MESSAGE_H
#define SYS_SOCKET_MESSAGE_H

#include <sys/socket.h>

#include "sys/socket/address.h"

struct message {
	struct msghdr header;
	unsigned len; /* received or sent */
};

/* The calls that are made for that, for observers: recvmmsg(2), sendmmsg(2); or
 * recvmsg(2) and sendmsg(2), of one message. */
struct message_calls {
	const char *receive, *send;
};
extern const struct message_calls message_calls;

/* Receive and send some of the messages, without waiting; flags: MSG_PEEK.
 * Return how many, or -1 with errno. */
int message_receive_many(
    int fd, struct message *messages, unsigned count, int flags);
int message_send_many(int fd, struct message *messages, unsigned count);

/* recvfrom(2); from may be NULL. Returns the length of the whole message, which
 * is more than len if it was cut. Where the system does not tell by how much,
 * it is by one byte. */
ssize_t message_receive(int fd, void *bytes, size_t len, struct address *from);

#endif
