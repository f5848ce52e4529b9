/* SPDX-License-Identifier: MIT */
/* An address of socat, in the words of genet. */
#include "args/socat.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/quote.h"
#include "base/xalloc.h"

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

/* "tcp:", "udp:" and "unix:" in lower case are also written elsewhere. */
static bool is_elsewhere(const char *word)
{
	return word[0] >= 'a' && word[0] <= 'z' &&
	       !memchr(word, '-', strcspn(word, ":"));
}

static bool is_listener(const struct socat_keyword *k)
{
	return strstr(k->command, "listen") != NULL;
}

/* The options behind the first comma, which are changed. Returns whether genet
 * can do all of them; host is left as it is unless one of them names it. */
static bool read_options(
    const struct socat_keyword *k, char *options, bool *keep, const char **host)
{
	char *rest = NULL;

	for (char *o = strtok_r(options, ",", &rest); o;
	     o = strtok_r(NULL, ",", &rest)) {
		if (strcmp(o, "fork") == 0)
			*keep = is_listener(k);
		else if (strncmp(o, "bind=", 5) == 0 &&
			 k->parameters == SOCAT_OWN_PORT)
			*host = o + 5;
		else if (strcmp(o, "reuseaddr") != 0)
			return false;
	}
	return true;
}

static void write_word(FILE *to, const char *before, const char *word)
{
	char shown[QUOTE_ROOM];

	fprintf(to, " %s%s", before ? before : "",
	    quote_word(shown, sizeof(shown), word));
}

/* HOST and PORT are words of their own. Returns whether both are there. */
static bool write_host_and_port(FILE *to, const char *kind, char *parameters)
{
	char *colon = strrchr(parameters, ':');

	if (!colon || colon == parameters || !colon[1])
		return false;
	*colon = '\0';
	write_word(to, kind, parameters);
	write_word(to, NULL, colon + 1);
	return true;
}

/* Writes what comes after "genet COMMAND". Returns whether genet can do all
 * that the text asks for, which is changed. */
static bool write_rest(FILE *to, const struct socat_keyword *k, char *text)
{
	size_t len = strcspn(text, ",");
	char *options = text[len] ? text + len + 1 : text + len;
	const char *host = NULL;
	bool keep = false;

	text[len] = '\0';
	if (!*text || !read_options(k, options, &keep, &host) || k->scheme ||
	    (keep && socat_is_udp(k)))
		return false; /* datagrams of all senders are no connections */
	if (keep)
		fputs(" -k", to);
	if (host)
		write_word(to, k->kind, host);
	if (k->parameters == SOCAT_HOST_AND_PORT)
		return write_host_and_port(to, k->kind, text);
	if (k->parameters == SOCAT_ABSTRACT_NAME) {
		char *name = xasprintf("@%s", text);
		write_word(to, NULL, name);
		free(name);
	} else {
		write_word(to, host ? NULL : k->kind, text);
	}
	return true;
}

/* Returns an allocated line, or NULL: no line of genet does the same. */
static char *line_of(
    const char *command, const struct socat_keyword *k, const char *parameters)
{
	char *line = NULL, *text = xstrdup(parameters);
	size_t size = 0;
	FILE *to = open_memstream(&line, &size);

	if (!to) {
		free(text);
		return NULL;
	}
	fprintf(to, "genet %s", command);
	if (k->family && command == k->command)
		fputs(k->family == AF_INET ? " -4" : " -6", to);
	bool is_whole = write_rest(to, k, text);
	free(text);
	if (fclose(to) == 0 && is_whole)
		return line;
	free(line);
	return NULL;
}

int socat_refuse(const char *command, const char *word, struct error *err)
{
	const struct socat_keyword *k = socat_find(word);

	if (!k || is_elsewhere(word))
		return 0;
	bool is_operand =
	    !k->kind &&
	    (strcmp(command, "wait") == 0 || strcmp(command, "scan") == 0) &&
	    strncmp(k->command, "connect", strlen("connect")) == 0;
	char *line = line_of(
	    is_operand ? command : k->command, k, word + strlen(k->name) + 1);
	error_set(err, FAULT_USAGE, "'%s' is an address of socat", word);
	if (line)
		error_hint(err, "%s", line);
	free(line);
	return -1;
}
