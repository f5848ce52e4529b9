/* SPDX-License-Identifier: MIT */
/* What the addresses of socat begin with. */
#include "front/translate/socat-keywords.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* clang-format off */
static const struct socat_keyword keywords[] = {
	{ "TCP", "connect", SOCAT_HOST_AND_PORT, 0 },
	{ "TCP-CONNECT", "connect", SOCAT_HOST_AND_PORT, 0 },
	{ "TCP4", "connect", SOCAT_HOST_AND_PORT, AF_INET },
	{ "TCP4-CONNECT", "connect", SOCAT_HOST_AND_PORT, AF_INET },
	{ "TCP6", "connect", SOCAT_HOST_AND_PORT, AF_INET6 },
	{ "TCP6-CONNECT", "connect", SOCAT_HOST_AND_PORT, AF_INET6 },
	{ "TCP-LISTEN", "listen", SOCAT_OWN_PORT, 0 },
	{ "TCP-L", "listen", SOCAT_OWN_PORT, 0 },
	{ "TCP4-LISTEN", "listen", SOCAT_OWN_PORT, AF_INET },
	{ "TCP4-L", "listen", SOCAT_OWN_PORT, AF_INET },
	{ "TCP6-LISTEN", "listen", SOCAT_OWN_PORT, AF_INET6 },
	{ "TCP6-L", "listen", SOCAT_OWN_PORT, AF_INET6 },
	{ "OPENSSL", "connect", SOCAT_HOST_AND_PORT, 0, "tls:" },
	{ "OPENSSL-CONNECT", "connect", SOCAT_HOST_AND_PORT, 0, "tls:" },
	{ "OPENSSL-LISTEN", "listen", SOCAT_OWN_PORT, 0, "tls:" },
	{ "OPENSSL-L", "listen", SOCAT_OWN_PORT, 0, "tls:" },
	{ "SSL", "connect", SOCAT_HOST_AND_PORT, 0, "tls:" },
	{ "SSL-CONNECT", "connect", SOCAT_HOST_AND_PORT, 0, "tls:" },
	{ "SSL-LISTEN", "listen", SOCAT_OWN_PORT, 0, "tls:" },
	{ "SSL-L", "listen", SOCAT_OWN_PORT, 0, "tls:" },
	{ "PROXY", "connect", SOCAT_PROXIED, 0, NULL, "http" },
	{ "PROXY-CONNECT", "connect", SOCAT_PROXIED, 0, NULL, "http" },
	{ "SOCKS", "connect", SOCAT_PROXIED, 0, NULL, "socks4" },
	{ "SOCKS4", "connect", SOCAT_PROXIED, 0, NULL, "socks4" },
	{ "SOCKS4-CONNECT", "connect", SOCAT_PROXIED, 0, NULL, "socks4" },
	{ "SOCKS4A", "connect", SOCAT_PROXIED, 0, NULL, "socks4a" },
	{ "SOCKS4A-CONNECT", "connect", SOCAT_PROXIED, 0, NULL, "socks4a" },
	{ "SOCKS5", "connect", SOCAT_PROXIED_PORT, 0, NULL, "socks5h" },
	{ "SOCKS5-CONNECT", "connect", SOCAT_PROXIED_PORT, 0, NULL, "socks5h" },
	{ "UDP", "connect", SOCAT_HOST_AND_PORT, 0, "udp:" },
	{ "UDP-CONNECT", "connect", SOCAT_HOST_AND_PORT, 0, "udp:" },
	{ "UDP4", "connect", SOCAT_HOST_AND_PORT, AF_INET, "udp:" },
	{ "UDP4-CONNECT", "connect", SOCAT_HOST_AND_PORT, AF_INET, "udp:" },
	{ "UDP6", "connect", SOCAT_HOST_AND_PORT, AF_INET6, "udp:" },
	{ "UDP6-CONNECT", "connect", SOCAT_HOST_AND_PORT, AF_INET6, "udp:" },
	{ "UDP-LISTEN", "listen", SOCAT_OWN_PORT, 0, "udp:" },
	{ "UDP-L", "listen", SOCAT_OWN_PORT, 0, "udp:" },
	{ "UDP4-LISTEN", "listen", SOCAT_OWN_PORT, AF_INET, "udp:" },
	{ "UDP4-L", "listen", SOCAT_OWN_PORT, AF_INET, "udp:" },
	{ "UDP6-LISTEN", "listen", SOCAT_OWN_PORT, AF_INET6, "udp:" },
	{ "UDP6-L", "listen", SOCAT_OWN_PORT, AF_INET6, "udp:" },
	{ "UDP-SENDTO", "udp-send", SOCAT_HOST_AND_PORT, 0 },
	{ "UDP-DATAGRAM", "udp-send", SOCAT_HOST_AND_PORT, 0 },
	{ "UDP4-SENDTO", "udp-send", SOCAT_HOST_AND_PORT, AF_INET },
	{ "UDP4-DATAGRAM", "udp-send", SOCAT_HOST_AND_PORT, AF_INET },
	{ "UDP6-SENDTO", "udp-send", SOCAT_HOST_AND_PORT, AF_INET6 },
	{ "UDP6-DATAGRAM", "udp-send", SOCAT_HOST_AND_PORT, AF_INET6 },
	{ "UDP-RECV", "udp-recv", SOCAT_OWN_PORT, 0 },
	{ "UDP-RECVFROM", "udp-recv", SOCAT_OWN_PORT, 0 },
	{ "UDP4-RECV", "udp-recv", SOCAT_OWN_PORT, AF_INET },
	{ "UDP4-RECVFROM", "udp-recv", SOCAT_OWN_PORT, AF_INET },
	{ "UDP6-RECV", "udp-recv", SOCAT_OWN_PORT, AF_INET6 },
	{ "UDP6-RECVFROM", "udp-recv", SOCAT_OWN_PORT, AF_INET6 },
	{ "UNIX", "unix connect", SOCAT_PATH, 0 },
	{ "UNIX-CONNECT", "unix connect", SOCAT_PATH, 0 },
	{ "UNIX-CLIENT", "unix connect", SOCAT_PATH, 0 },
	{ "UNIX-LISTEN", "unix listen", SOCAT_PATH, 0 },
	{ "UNIX-L", "unix listen", SOCAT_PATH, 0 },
	{ "UNIX-SENDTO", "unix send", SOCAT_PATH, 0 },
	{ "UNIX-RECV", "unix recv", SOCAT_PATH, 0 },
	{ "UNIX-RECVFROM", "unix recv", SOCAT_PATH, 0 },
	{ "ABSTRACT-CONNECT", "unix connect", SOCAT_ABSTRACT_NAME, 0 },
	{ "ABSTRACT-CLIENT", "unix connect", SOCAT_ABSTRACT_NAME, 0 },
	{ "ABSTRACT-LISTEN", "unix listen", SOCAT_ABSTRACT_NAME, 0 },
	{ "ABSTRACT-SENDTO", "unix send", SOCAT_ABSTRACT_NAME, 0 },
	{ "ABSTRACT-RECV", "unix recv", SOCAT_ABSTRACT_NAME, 0 },
	{ "ABSTRACT-RECVFROM", "unix recv", SOCAT_ABSTRACT_NAME, 0 },
};
/* clang-format on */

const struct socat_keyword *socat_find(const char *word)
{
	size_t len = strcspn(word, ":");

	if (word[len] != ':')
		return NULL;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strlen(keywords[i].name) == len &&
		    strncasecmp(word, keywords[i].name, len) == 0)
			return &keywords[i];
	return NULL;
}

bool socat_is_udp(const struct socat_keyword *k)
{
	return k->kind && strcmp(k->kind, "udp:") == 0;
}
