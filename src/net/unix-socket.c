/* SPDX-License-Identifier: MIT */
/* Making Unix sockets. */
#include "net/unix-socket.h"

#include <stddef.h>
#include <sys/socket.h>

static const struct type {
	int number;
	const char *constant, *word;
} types[] = {
	{ SOCK_STREAM, "SOCK_STREAM", "stream" },
	{ SOCK_SEQPACKET, "SOCK_SEQPACKET", "seqpacket" },
	{ SOCK_DGRAM, "SOCK_DGRAM", "datagram" },
	{ 0, "0", "Unix" },
};

static const struct type *find(int number)
{
	const struct type *type = types;

	while (type->number && type->number != number)
		type++;
	return type;
}

const char *unix_socket_type(int type)
{
	return find(type)->word;
}

const char *unix_socket_constant(int type)
{
	return find(type)->constant;
}

int unix_socket_open(int type, struct tap *tap)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	tap_call(tap, fd, NULL, "socket(AF_UNIX, %s, 0)",
	    unix_socket_constant(type));
	return fd;
}
