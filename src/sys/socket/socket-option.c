/* SPDX-License-Identifier: MIT */
/* Options of a socket. */
#include "sys/socket/socket-option.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

int socket_option_get(int fd, int level, int option)
{
	int number = 0;
	socklen_t len = sizeof(number);

	return getsockopt(fd, level, option, &number, &len) < 0 ? -1 : number;
}

bool socket_option_is_tcp(int fd)
{
	return socket_option_get(fd, IPPROTO_TCP, TCP_NODELAY) >= 0;
}

static int set(
    int fd, const struct socket_option *option, const void *value, size_t len)
{
	if (option->option >= 0)
		return setsockopt(
		    fd, option->level, option->option, value, (socklen_t)len);
	errno = ENOPROTOOPT;
	return -1;
}

int socket_option_set(int fd, const struct socket_option *option, int value)
{
	return set(fd, option, &value, sizeof(value));
}

int socket_option_set_text(
    int fd, const struct socket_option *option, const char *value)
{
	return set(fd, option, value, strlen(value));
}
