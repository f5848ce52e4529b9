/* SPDX-License-Identifier: MIT */
/* The process at the other end: SO_PEERCRED, see unix(7). */
#include "sys/credentials.h"

#include <sys/socket.h>

int credentials_of_peer(int fd, struct credentials *out)
{
	struct ucred peer = { 0 };
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)
		return -1;
	*out = (struct credentials){ peer.pid, peer.uid, peer.gid };
	return 0;
}
