/* SPDX-License-Identifier: MIT */
/* In place of options of sockets that not every system has. */
#include "sys/socket/system-option.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

const struct socket_option system_option_min_ttl =
    SOCKET_OPTION_NONE("IP_MINTTL");
const struct socket_option system_option_min_hops =
    SOCKET_OPTION_NONE("IPV6_MINHOPCOUNT");
const struct socket_option system_option_receive_ttl =
    SOCKET_OPTION_NONE("IP_RECVTTL");
const struct socket_option system_option_errors =
    SOCKET_OPTION_NONE("IP_RECVERR");
const struct socket_option system_option_errors_6 =
    SOCKET_OPTION_NONE("IPV6_RECVERR");
const struct socket_option system_option_details =
    SOCKET_OPTION_NONE("IP_PKTINFO");
const struct socket_option system_option_congestion =
    SOCKET_OPTION_NONE("TCP_CONGESTION");
const struct socket_option system_option_fast_open =
    SOCKET_OPTION_NONE("TCP_FASTOPEN");
const struct socket_option system_option_fast_open_connect =
    SOCKET_OPTION_NONE("TCP_FASTOPEN_CONNECT");
const struct socket_option system_option_interface =
    SOCKET_OPTION_NONE("SO_BINDTODEVICE");
const struct socket_option system_option_force_buffer =
    SOCKET_OPTION_NONE("SO_RCVBUFFORCE");
const struct socket_option system_option_joined = SOCKET_OPTION_NONE("UDP_GRO");

const int system_option_mptcp = -1;

int system_option_set_key(
    int fd, const struct sockaddr_storage *peers, const char *key)
{
	errno = ENOPROTOOPT;
	return -1;
}

/* IPv4 names an interface by its address. */
static int find_address(unsigned interface, struct in_addr *out)
{
	struct ifaddrs *list;
	char name[IF_NAMESIZE];
	bool found = false;

	if (!if_indextoname(interface, name) || getifaddrs(&list) < 0)
		return -1;
	for (const struct ifaddrs *i = list; i && !found; i = i->ifa_next) {
		struct sockaddr_in sin;
		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET ||
		    strcmp(i->ifa_name, name) != 0)
			continue;
		memcpy(&sin, i->ifa_addr, sizeof(sin));
		*out = sin.sin_addr;
		found = true;
	}
	freeifaddrs(list);
	errno = EADDRNOTAVAIL;
	return found ? 0 : -1;
}

int system_option_set_multicast_interface(int fd, unsigned interface)
{
	struct in_addr address;

	if (find_address(interface, &address) < 0)
		return -1;
	return setsockopt(
	    fd, IPPROTO_IP, IP_MULTICAST_IF, &address, sizeof(address));
}

bool system_option_has_segments(int fd)
{
	return false;
}

int system_option_mtu(int fd)
{
	return -1;
}

/* None is bound to one. */
void system_option_share_interface(int fd, int other)
{
}
