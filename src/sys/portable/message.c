/* SPDX-License-Identifier: MIT */
/* Messages and datagrams, one by each call: an error between two of them would
 * be lost. */
#include "sys/socket/message.h"

const struct message_calls message_calls = { "recvmsg", "sendmsg" };

int message_receive_many(
    int fd, struct message *messages, unsigned count, int flags)
{
	ssize_t n = recvmsg(fd, &messages->header, MSG_DONTWAIT | flags);

	if (n >= 0)
		messages->len = (unsigned)n;
	return n < 0 ? -1 : 1;
}

int message_send_many(int fd, struct message *messages, unsigned count)
{
	ssize_t n = sendmsg(fd, &messages->header, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n >= 0)
		messages->len = (unsigned)n;
	return n < 0 ? -1 : 1;
}

ssize_t message_receive(int fd, void *bytes, size_t len, struct address *from)
{
	struct iovec part = { bytes, len };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };

	if (from) {
		*from = (struct address){ .len = sizeof(from->storage) };
		header.msg_name = &from->storage;
		header.msg_namelen = from->len;
	}
	ssize_t n = recvmsg(fd, &header, 0);
	if (from)
		from->len = header.msg_namelen;
	return n >= 0 && (header.msg_flags & MSG_TRUNC) ? n + 1 : n;
}
