/* SPDX-License-Identifier: MIT */
/* scan WIDTH: tries all TCP ports of 127.0.0.1, WIDTH of them at a time, and
 * prints those that are open. */
#include "../load/harness.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, LAST = 65535 };

/* A port that nobody listens to may connect to itself. */
static bool is_self(int fd)
{
	struct sockaddr_in own = { 0 };
	struct sockaddr_in peer = { 0 };
	socklen_t own_len = sizeof(own);
	socklen_t peer_len = sizeof(peer);

	return getsockname(fd, (struct sockaddr *)&own, &own_len) == 0 &&
	       getpeername(fd, (struct sockaddr *)&peer, &peer_len) == 0 &&
	       own.sin_port == peer.sin_port;
}

static void finish(int fd, int port, int error)
{
	if (!error && !is_self(fd))
		printf("%d/tcp open\n", port);
	close(fd);
}

/* true: the answer is still to come */
static bool try_port(int epoll, int port)
{
	const struct linger at_once = { .l_onoff = 1 };
	struct sockaddr_in peer = loopback(port);
	struct epoll_event event = { .events = EPOLLOUT };
	int fd = (int)checked(
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
	int error = 0;

	checked(
	    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)),
	    "SO_LINGER");
	if (connect(fd, (struct sockaddr *)&peer, sizeof(peer)) != 0)
		error = errno;
	if (error != EINPROGRESS) {
		finish(fd, port, error);
		return false;
	}
	event.data.u64 = (uint64_t)fd << 32 | (unsigned)port;
	checked(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
	return true;
}

int main(int argc, char **argv)
{
	struct epoll_event events[EVENTS];
	int port = 1;
	long live = 0;
	long width;
	int epoll;

	if (argc != 2)
		usage("scan WIDTH");
	raise_descriptors();
	width = number(argv[1]);
	epoll = (int)checked(epoll_create1(0), "epoll_create1");
	while (port <= LAST || live > 0) {
		int count = 0;

		while (port <= LAST && live < width)
			live += try_port(epoll, port++);
		if (live > 0)
			count = epoll_wait(epoll, events, EVENTS, 1000);
		for (int i = 0; i < count; i++, live--) {
			int fd = (int)(events[i].data.u64 >> 32);
			int error = 0;
			socklen_t len = sizeof(error);

			checked(
			    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len),
			    "SO_ERROR");
			finish(fd, (int)(events[i].data.u64 & 0xffff), error);
		}
	}
	return 0;
}
