/* SPDX-License-Identifier: MIT */
/* A stream of datagrams, and the socket that it talks to. */
#include "datagram-pair.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tap.h"

int open_bound(in_addr_t address)
{
	struct sockaddr_in any = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(address) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		abort();
	return fd;
}

void aim(int fd, int target)
{
	struct address there = address_local(target);

	if (connect(fd, (struct sockaddr *)&there.storage, there.len) < 0)
		abort();
}

struct pair open_pair(void)
{
	int own = open_bound(INADDR_LOOPBACK);
	int peer = open_bound(INADDR_LOOPBACK);

	aim(own, peer);
	aim(peer, own);
	return (struct pair){ peer, datagram_stream(own, NULL, NULL) };
}

void close_pair(struct pair *p)
{
	stream_close(p->stream);
	close(p->peer);
}

void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), 0) < 0)
		abort();
}

void hears(struct stream *s, const char *text, const char *what)
{
	struct error err = ERROR_NONE;
	char bytes[100];
	ssize_t n = stream_read(s, bytes, sizeof(bytes), &err);

	is_int(n, (long long)strlen(text), "%s: as long as it was sent", what);
	ok(n < 0 || memcmp(bytes, text, (size_t)n) == 0, "%s: the same bytes",
	    what);
}

void hears_nothing(struct stream *s, const char *what)
{
	struct error err = ERROR_NONE;
	char bytes[100];

	is_int(stream_read(s, bytes, sizeof(bytes), &err), STREAM_AGAIN, "%s",
	    what);
}
