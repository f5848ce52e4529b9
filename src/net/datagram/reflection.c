/* SPDX-License-Identifier: MIT */
/* Endless exchanges of answers. */
#include "net/datagram/reflection.h"

#include <sys/socket.h>
#include <unistd.h>

/* Ports of services that answer any datagram (RFC 862, 867, 865, 864), and port
 * 0, to which nothing can be sent. */
static bool is_reflector(unsigned port)
{
	return port == 0 || port == 7 || port == 13 || port == 17 || port == 19;
}

/* Whether the address can be bound, as only those of this host can. */
static bool is_of_this_host(const struct address *a)
{
	struct address probe = *a;
	int fd = socket(a->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return false;
	address_set_port(&probe, 0);
	int result =
	    bind(fd, (const struct sockaddr *)&probe.storage, probe.len);
	close(fd);
	return result == 0;
}

bool reflection_meets(const struct address *local, const struct address *to)
{
	size_t len;

	if (to->storage.ss_family == AF_UNIX)
		return address_unix_name(to, &len) &&
		       address_is_same(to, local);
	if (address_port(to) != address_port(local))
		return false;
	return address_is_any(local) ? is_of_this_host(to)
	                             : address_is_same_host(to, local);
}

bool reflection_follows(int fd, const struct address *peer)
{
	struct address local = address_local(fd);

	return (peer->storage.ss_family != AF_UNIX &&
		   is_reflector(address_port(peer))) ||
	       reflection_meets(&local, peer);
}
