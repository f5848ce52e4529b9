/* SPDX-License-Identifier: MIT */
/* Messages and datagrams, one by each call. */
#include "sys/socket/message.h"

const struct message_calls message_calls = { "recvmsg", "sendmsg" };

/* An error after some messages is found by the next call. */
int message_receive_many(
    int fd, struct message *messages, unsigned count, int flags)
{
	unsigned done = 0;

	if (flags & MSG_PEEK) /* it would be the same one again */
		count = 1;
	for (; done < count; done++) {
		ssize_t n = recvmsg(
		    fd, &messages[done].header, MSG_DONTWAIT | flags);
		if (n < 0)
			return done > 0 ? (int)done : -1;
		messages[done].len = (unsigned)n;
	}
	return (int)done;
}

int message_send_many(int fd, struct message *messages, unsigned count)
{
	unsigned done = 0;

	for (; done < count; done++) {
		ssize_t n = sendmsg(fd, &messages[done].header,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0)
			return done > 0 ? (int)done : -1;
		messages[done].len = (unsigned)n;
	}
	return (int)done;
}

ssize_t message_receive(
    int fd, void *bytes, size_t len, struct address *from)
{
	struct iovec part = { bytes, len };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };

	if (from) {
		header.msg_name = &from->storage;
		header.msg_namelen = sizeof(from->storage);
	}
	ssize_t n = recvmsg(fd, &header, 0);
	if (from)
		*from = (struct address){ .storage = from->storage,
			.len = header.msg_namelen };
	return n >= 0 && (header.msg_flags & MSG_TRUNC) ? n + 1 : n;
}
