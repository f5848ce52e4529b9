/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket: SO_PEERCRED, unix(7). */
#include <sys/socket.h>

#include "sys/socket/credentials.h"

struct credentials credentials_of_peer(int fd)
{
	struct ucred peer = { 0 };
	socklen_t len = sizeof(peer);
	bool is_known =
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0;

	return (struct credentials){ is_known, peer.pid, peer.uid, peer.gid };
}
