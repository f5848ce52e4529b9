/* SPDX-License-Identifier: MIT */
/* What the addresses of socat begin with. */
#include "front/translate/socat-keywords.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* clang-format off */
static const struct socat_keyword keywords[] = {
	{ "TCP", "connect", SOCAT_HOST_AND_PORT },
	{ "TCP-CONNECT", "connect", SOCAT_HOST_AND_PORT },
	{ "TCP-LISTEN", "listen", SOCAT_OWN_PORT },
	{ "TCP-L", "listen", SOCAT_OWN_PORT },
	{ "OPENSSL", "connect", SOCAT_HOST_AND_PORT, "tls:" },
	{ "OPENSSL-CONNECT", "connect", SOCAT_HOST_AND_PORT, "tls:" },
	{ "OPENSSL-LISTEN", "listen", SOCAT_OWN_PORT, "tls:" },
	{ "OPENSSL-L", "listen", SOCAT_OWN_PORT, "tls:" },
	{ "SSL", "connect", SOCAT_HOST_AND_PORT, "tls:" },
	{ "SSL-CONNECT", "connect", SOCAT_HOST_AND_PORT, "tls:" },
	{ "SSL-LISTEN", "listen", SOCAT_OWN_PORT, "tls:" },
	{ "SSL-L", "listen", SOCAT_OWN_PORT, "tls:" },
	{ "PROXY", "connect", SOCAT_PROXIED, "", "http" },
	{ "PROXY-CONNECT", "connect", SOCAT_PROXIED, "", "http" },
	{ "SOCKS", "connect", SOCAT_PROXIED, "", "socks4" },
	{ "SOCKS4", "connect", SOCAT_PROXIED, "", "socks4" },
	{ "SOCKS4-CONNECT", "connect", SOCAT_PROXIED, "", "socks4" },
	{ "SOCKS4A", "connect", SOCAT_PROXIED, "", "socks4a" },
	{ "SOCKS4A-CONNECT", "connect", SOCAT_PROXIED, "", "socks4a" },
	{ "SOCKS5", "connect", SOCAT_PROXIED_PORT, "", "socks5h" },
	{ "SOCKS5-CONNECT", "connect", SOCAT_PROXIED_PORT, "", "socks5h" },
	{ "UDP", "connect", SOCAT_HOST_AND_PORT, "udp:" },
	{ "UDP-CONNECT", "connect", SOCAT_HOST_AND_PORT, "udp:" },
	{ "UDP-LISTEN", "listen", SOCAT_OWN_PORT, "udp:" },
	{ "UDP-L", "listen", SOCAT_OWN_PORT, "udp:" },
	{ "UDP-SENDTO", "udp-send", SOCAT_HOST_AND_PORT },
	{ "UDP-DATAGRAM", "udp-send", SOCAT_HOST_AND_PORT },
	{ "UDP-RECV", "udp-recv", SOCAT_OWN_PORT },
	{ "UDP-RECVFROM", "udp-recv", SOCAT_OWN_PORT },
	{ "UNIX", "unix connect", SOCAT_PATH },
	{ "UNIX-CONNECT", "unix connect", SOCAT_PATH },
	{ "UNIX-CLIENT", "unix connect", SOCAT_PATH },
	{ "UNIX-LISTEN", "unix listen", SOCAT_PATH },
	{ "UNIX-L", "unix listen", SOCAT_PATH },
	{ "UNIX-SENDTO", "unix send", SOCAT_PATH },
	{ "UNIX-RECV", "unix recv", SOCAT_PATH },
	{ "UNIX-RECVFROM", "unix recv", SOCAT_PATH },
	{ "ABSTRACT-CONNECT", "unix connect", SOCAT_ABSTRACT_NAME },
	{ "ABSTRACT-CLIENT", "unix connect", SOCAT_ABSTRACT_NAME },
	{ "ABSTRACT-LISTEN", "unix listen", SOCAT_ABSTRACT_NAME },
	{ "ABSTRACT-SENDTO", "unix send", SOCAT_ABSTRACT_NAME },
	{ "ABSTRACT-RECV", "unix recv", SOCAT_ABSTRACT_NAME },
	{ "ABSTRACT-RECVFROM", "unix recv", SOCAT_ABSTRACT_NAME },
};
/* clang-format on */

const struct socat_keyword *socat_find(const char *word, int *family)
{
	size_t len = strcspn(word, ":");
	bool has_family = (strncasecmp(word, "TCP", 3) == 0 ||
			      strncasecmp(word, "UDP", 3) == 0) &&
	                  (word[3] == '4' || word[3] == '6');
	char name[32];

	*family = AF_UNSPEC;
	if (has_family)
		*family = word[3] == '4' ? AF_INET : AF_INET6;
	if (word[len] != ':' || len >= sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s%.*s", has_family ? 3 : 0, word,
	    (int)len - (has_family ? 4 : 0), word + (has_family ? 4 : 0));
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcasecmp(name, keywords[i].name) == 0)
			return &keywords[i];
	return NULL;
}

bool socat_is_udp(const struct socat_keyword *k)
{
	return strcmp(k->kind, "udp:") == 0;
}

const char *socat_other(const char *word)
{
	static const char others[][2][8] = {
		{ "EXEC:", "exec:" },
		{ "SYSTEM:", "sh:" },
		{ "SHELL:", "sh:" },
		{ "FILE:", "file:" },
		{ "OPEN:", "file:" },
		{ "GOPEN:", "file:" },
		{ "PIPE:", "fifo:" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(word, others[i][0], strlen(others[i][0])) == 0)
			return others[i][1];
	return NULL;
}
