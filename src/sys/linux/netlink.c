/* SPDX-License-Identifier: MIT */
/* Questions to the kernel by netlink(7). */
#include "sys/linux/netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum progress { FAILED = -1, ENDED, MORE };

/* The last message of a table, and one that reports an error, carry 0 or a
 * negative errno. */
static enum progress end_by(const struct nlmsghdr *last)
{
	int result = 0;

	if (last->nlmsg_len >= NLMSG_LENGTH(sizeof(result)))
		memcpy(&result, NLMSG_DATA(last), sizeof(result));
	errno = -result;
	return result == 0 ? ENDED : FAILED;
}

/* A message that is no part of a table is the whole answer. */
static enum progress read_message(
    const struct nlmsghdr *h, const struct netlink_reader *reader)
{
	if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
		return end_by(h);
	return reader->take(reader->context, h) &&
	               (h->nlmsg_flags & NLM_F_MULTI)
	           ? MORE
	           : ENDED;
}

/* Takes one datagram of the answer. */
static enum progress read_answer(int fd, const struct netlink_reader *reader)
{
	union {
		struct nlmsghdr header;
		char bytes[16384];
	} answer;
	enum progress progress = MORE;
	ssize_t got = recv(fd, &answer, sizeof(answer), 0);

	if (got <= 0)
		return got < 0 && errno == EINTR ? MORE
		       : got < 0                 ? FAILED
		                                 : ENDED;
	size_t left = (size_t)got;
	for (struct nlmsghdr *h = &answer.header;
	     NLMSG_OK(h, left) && progress == MORE; h = NLMSG_NEXT(h, left))
		progress = read_message(h, reader);
	return progress;
}

int netlink_ask(int protocol, struct nlmsghdr *request, size_t len,
    const struct netlink_reader *reader)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	enum progress progress = FAILED;

	if (fd < 0)
		return -1;
	request->nlmsg_len = (uint32_t)len;
	request->nlmsg_flags |= NLM_F_REQUEST;
	if (send(fd, request, len, 0) >= 0)
		do
			progress = read_answer(fd, reader);
		while (progress == MORE);
	int saved = errno;
	close(fd);
	errno = saved;
	return progress == FAILED ? -1 : 0;
}

const void *netlink_attribute(const struct nlmsghdr *message, size_t body,
    unsigned short kind, size_t least, size_t *len)
{
	const char *first =
	    (const char *)NLMSG_DATA(message) + NLMSG_ALIGN(body);
	size_t before = NLMSG_SPACE(body);
	size_t left =
	    message->nlmsg_len > before ? message->nlmsg_len - before : 0;

	for (const struct rtattr *a = (const void *)first; RTA_OK(a, left);
	     a = RTA_NEXT(a, left)) {
		if (a->rta_type != kind || RTA_PAYLOAD(a) < least)
			continue;
		if (len)
			*len = RTA_PAYLOAD(a);
		return RTA_DATA(a);
	}
	return NULL;
}
