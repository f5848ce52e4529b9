/* SPDX-License-Identifier: MIT */
/* Options of sockets of Linux. */
#include "sys/socket/system-option.h"

#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string.h>

_Static_assert(SYSTEM_OPTION_KEY_LONGEST == TCP_MD5SIG_MAXKEYLEN,
    "as the kernel has them");

const struct socket_option system_option_min_ttl =
    SOCKET_OPTION(IPPROTO_IP, IP_MINTTL);
const struct socket_option system_option_min_hops =
    SOCKET_OPTION(IPPROTO_IPV6, IPV6_MINHOPCOUNT);
const struct socket_option system_option_receive_ttl =
    SOCKET_OPTION(IPPROTO_IP, IP_RECVTTL);
const struct socket_option system_option_errors =
    SOCKET_OPTION(IPPROTO_IP, IP_RECVERR);
const struct socket_option system_option_errors_6 =
    SOCKET_OPTION(IPPROTO_IPV6, IPV6_RECVERR);
const struct socket_option system_option_details =
    SOCKET_OPTION(IPPROTO_IP, IP_PKTINFO);
const struct socket_option system_option_congestion =
    SOCKET_OPTION(IPPROTO_TCP, TCP_CONGESTION);
const struct socket_option system_option_fast_open =
    SOCKET_OPTION(IPPROTO_TCP, TCP_FASTOPEN);
const struct socket_option system_option_fast_open_connect =
    SOCKET_OPTION(IPPROTO_TCP, TCP_FASTOPEN_CONNECT);
const struct socket_option system_option_interface =
    SOCKET_OPTION(SOL_SOCKET, SO_BINDTODEVICE);
const struct socket_option system_option_force_buffer =
    SOCKET_OPTION(SOL_SOCKET, SO_RCVBUFFORCE);
const struct socket_option system_option_joined =
    SOCKET_OPTION(IPPROTO_UDP, UDP_GRO);

const int system_option_mptcp = IPPROTO_MPTCP;

int system_option_set_key(
    int fd, const struct sockaddr_storage *peers, const char *key)
{
	struct tcp_md5sig request = {
		.tcpm_addr = *peers,
		.tcpm_flags = TCP_MD5SIG_FLAG_PREFIX,
		.tcpm_keylen = (uint16_t)strlen(key),
	};

	memcpy(request.tcpm_key, key, request.tcpm_keylen);
	return setsockopt(
	    fd, IPPROTO_TCP, TCP_MD5SIG_EXT, &request, sizeof(request));
}

int system_option_set_multicast_interface(int fd, unsigned interface)
{
	struct ip_mreqn request = { .imr_ifindex = (int)interface };

	return setsockopt(
	    fd, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof(request));
}

bool system_option_has_segments(int fd)
{
	return socket_option_get(fd, IPPROTO_UDP, UDP_SEGMENT) >= 0;
}

int system_option_mtu(int fd)
{
	return socket_option_get(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6
	           ? socket_option_get(fd, IPPROTO_IPV6, IPV6_MTU)
	           : socket_option_get(fd, IPPROTO_IP, IP_MTU);
}

void system_option_share_interface(int fd, int other)
{
	char name[IFNAMSIZ] = "";
	socklen_t len = sizeof(name);

	if (getsockopt(other, SOL_SOCKET, SO_BINDTODEVICE, name, &len) == 0 &&
	    len > 0)
		setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name, len);
}
