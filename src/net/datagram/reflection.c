/* SPDX-License-Identifier: MIT */
/* Answers that would be answered, without an end. */
#include "net/datagram/reflection.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Services that answer whatever comes, at ports below 1024 that no client has
 * as its own (RFC 862, 867, 865, 864). Nothing can be sent to port 0. */
static bool is_reflector(unsigned port)
{
	return port == 0 || port == 7 || port == 13 || port == 17 || port == 19;
}

/* Only an address of this host can be bound. */
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

static bool has_same_name(const struct address *a, const struct address *b)
{
	size_t len_a, len_b;
	const char *name_a = address_unix_name(a, &len_a);
	const char *name_b = address_unix_name(b, &len_b);

	return name_a && name_b && len_a == len_b &&
	       memcmp(name_a, name_b, len_a) == 0;
}

bool reflection_follows(int fd, const struct address *peer)
{
	struct address local = address_local(fd);

	if (peer->storage.ss_family == AF_UNIX)
		return has_same_name(peer, &local);
	if (is_reflector(address_port(peer)))
		return true;
	if (address_port(peer) != address_port(&local))
		return false;
	return address_is_any(&local) ? is_of_this_host(peer)
	                              : address_is_same_host(peer, &local);
}
