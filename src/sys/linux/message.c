/* SPDX-License-Identifier: MIT */
/* Messages and datagrams: recvmmsg(2), sendmmsg(2), and MSG_TRUNC, by which
 * recvfrom(2) returns the whole length. */
#include "sys/socket/message.h"

#include <stddef.h>

_Static_assert(
    sizeof(struct message) == sizeof(struct mmsghdr) &&
	offsetof(struct message, len) == offsetof(struct mmsghdr, msg_len),
    "the kernel takes one for the other");

const struct message_calls message_calls = { "recvmmsg", "sendmmsg" };

int message_receive_many(
    int fd, struct message *messages, unsigned count, int flags)
{
	return recvmmsg(
	    fd, (struct mmsghdr *)messages, count, MSG_DONTWAIT | flags, NULL);
}

int message_send_many(int fd, struct message *messages, unsigned count)
{
	return sendmmsg(
	    fd, (struct mmsghdr *)messages, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}

ssize_t message_receive(int fd, void *bytes, size_t len, struct address *from)
{
	if (!from)
		return recv(fd, bytes, len, MSG_TRUNC);
	*from = (struct address){ .len = sizeof(from->storage) };
	return recvfrom(fd, bytes, len, MSG_TRUNC,
	    (struct sockaddr *)&from->storage, &from->len);
}
