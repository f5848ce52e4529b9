/* SPDX-License-Identifier: MIT */
/* Unix sockets: making one, and who is at the other end. */
#include "net/unix-socket.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#include "sys/credentials.h"

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

int unix_socket_open(int type, struct tap *tap)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	tap_call(tap, fd, NULL, "socket(AF_UNIX, %s, 0)", find(type)->constant);
	return fd;
}

char *unix_socket_peer(char buf[UNIX_SOCKET_PEER], int fd)
{
	struct credentials peer;
	char pid[24] = "";

	if (credentials_of_peer(fd, &peer) < 0) {
		snprintf(buf, UNIX_SOCKET_PEER, "an unknown process");
		return buf;
	}
	if (peer.pid > 0)
		snprintf(pid, sizeof(pid), "pid %d ", (int)peer.pid);
	snprintf(buf, UNIX_SOCKET_PEER, "%suid %u gid %u", pid,
	    (unsigned)peer.uid, (unsigned)peer.gid);
	return buf;
}
