/* SPDX-License-Identifier: MIT */
/* See harness.h. */
#include "harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void fail(const char *what)
{
	perror(what);
	exit(1);
}

long checked(long result, const char *what)
{
	if (result < 0)
		fail(what);
	return result;
}

void usage(const char *text)
{
	fprintf(stderr, "usage: %s\n", text);
	exit(2);
}

long number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end) {
		fprintf(stderr, "'%s' is not a number\n", text);
		exit(2);
	}
	return value;
}

double fraction(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end) {
		fprintf(stderr, "'%s' is not a number\n", text);
		exit(2);
	}
	return value;
}

void *memory(size_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (bytes == MAP_FAILED)
		fail("mmap");
	return bytes;
}

struct sockaddr_in loopback(long port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((in_port_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

void option_on(int fd, int level, int name)
{
	int on = 1;

	checked(setsockopt(fd, level, name, &on, sizeof(on)), "setsockopt");
}

int tcp_listener(long port, int flags)
{
	int fd =
	    (int)checked(socket(AF_INET, SOCK_STREAM | flags, 0), "socket");
	struct sockaddr_in own = loopback(port);

	option_on(fd, SOL_SOCKET, SO_REUSEADDR);
	checked(bind(fd, (struct sockaddr *)&own, sizeof(own)), "bind");
	checked(listen(fd, 4096), "listen");
	return fd;
}

int tcp_connection(long port)
{
	int fd = (int)checked(socket(AF_INET, SOCK_STREAM, 0), "socket");
	struct sockaddr_in peer = loopback(port);

	checked(connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect");
	option_on(fd, IPPROTO_TCP, TCP_NODELAY);
	return fd;
}

int udp_bound(long port, int buffer)
{
	int fd = (int)checked(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	struct sockaddr_in own = loopback(port);

	/* Only root may exceed the limit; others get what the limit allows. */
	if (buffer > 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer)))
		checked(setsockopt(
			    fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer)),
		    "SO_RCVBUF");
	checked(bind(fd, (struct sockaddr *)&own, sizeof(own)), "bind");
	return fd;
}

int udp_connected(long port)
{
	int fd = (int)checked(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	struct sockaddr_in peer = loopback(port);

	checked(connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect");
	return fd;
}

void write_all(int fd, const void *bytes, size_t len)
{
	const char *rest = bytes;

	while (len > 0) {
		ssize_t done = write(fd, rest, len);

		if (done < 0 && errno == EINTR)
			continue;
		checked(done, "write");
		rest += done;
		len -= (size_t)done;
	}
}

void raise_descriptors(void)
{
	struct rlimit limit;

	checked(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
	limit.rlim_cur = limit.rlim_max;
	checked(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}
