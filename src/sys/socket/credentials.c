/* SPDX-License-Identifier: MIT */
/* The process at the other end of a Unix socket: SO_PEERCRED, unix(7). */
#include "sys/socket/credentials.h"

#include <stdio.h>
#include <sys/socket.h>

struct credentials credentials_of_peer(int fd)
{
	struct ucred peer = { 0 };
	socklen_t len = sizeof(peer);
	bool is_known =
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0;

	return (struct credentials){ is_known, peer.pid, peer.uid, peer.gid };
}

char *credentials_text(char buf[CREDENTIALS_TEXT], const struct credentials *c)
{
	char pid[24] = "";

	if (c->pid > 0)
		snprintf(pid, sizeof(pid), "pid %d ", (int)c->pid);
	if (c->is_known)
		snprintf(buf, CREDENTIALS_TEXT, "%suid %u gid %u", pid,
		    (unsigned)c->uid, (unsigned)c->gid);
	else
		snprintf(buf, CREDENTIALS_TEXT, "an unknown process");
	return buf;
}

char *credentials_or_address(char buf[ADDRESS_TEXT],
    const struct credentials *c, const struct address *address)
{
	_Static_assert(ADDRESS_TEXT >= CREDENTIALS_TEXT, "there is room");

	if (c)
		return credentials_text(buf, c);
	if (address)
		return address_text(buf, address);
	snprintf(buf, ADDRESS_TEXT, "an unknown address");
	return buf;
}
