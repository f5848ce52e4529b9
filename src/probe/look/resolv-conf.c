/* SPDX-License-Identifier: MIT */
/* The name servers of this host. */
#include "probe/look/resolv-conf.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/address/dns-message.h"
#include "sys/resolver.h"

/* Between the words of a line. */
#define BLANKS " \t\r\n"

/* Fills out from "192.0.2.1", "2001:db8::1" or "fe80::1%eth0". Returns whether
 * the text is an address. */
static bool parse_server(char *text, struct address *out)
{
	struct sockaddr_in *ipv4 = (void *)&out->storage;
	struct sockaddr_in6 *ipv6 = (void *)&out->storage;
	char *scope = strchr(text, '%');

	*out = (struct address){ 0 };
	if (inet_aton(text, &ipv4->sin_addr)) {
		ipv4->sin_family = AF_INET;
		out->len = sizeof(*ipv4);
	} else {
		if (scope)
			*scope++ = '\0';
		if (inet_pton(AF_INET6, text, &ipv6->sin6_addr) != 1)
			return false;
		ipv6->sin6_family = AF_INET6;
		ipv6->sin6_scope_id = scope ? if_nametoindex(scope) : 0;
		out->len = sizeof(*ipv6);
	}
	address_set_port(out, DNS_PORT);
	return true;
}

static void add_server(struct resolv_conf *out, char *text, unsigned line)
{
	struct address a;

	if (!text || !parse_server(text, &a)) {
		if (!out->bad_line)
			out->bad_line = line;
	} else if (out->server_count == NAME_SERVERS_MOST)
		out->ignored++;
	else
		out->servers[out->server_count++] = a;
}

/* Takes the domains, and forgets those of lines before. "." is the root, which
 * adds nothing. */
static void take_search(struct resolv_conf *out, char **rest, unsigned most)
{
	const char *domain;

	out->search_count = 0;
	while (out->search_count < most &&
	       (domain = strtok_r(NULL, BLANKS, rest))) {
		size_t len = strlen(domain);
		if (len > 0 && domain[len - 1] == '.')
			len--;
		if (len == 0 || len >= NAME_ROOM)
			continue;
		char *to = out->search[out->search_count++];
		memcpy(to, domain, len);
		to[len] = '\0';
	}
}

static void take_options(struct resolv_conf *out, char **rest)
{
	const char *word;

	while ((word = strtok_r(NULL, BLANKS, rest)))
		if (strncmp(word, "ndots:", 6) == 0)
			out->dots = (unsigned)strtoul(word + 6, NULL, 10);
}

static void take_line(struct resolv_conf *out, char *line, unsigned number)
{
	char *rest;
	const char *word = strtok_r(line, BLANKS, &rest);

	if (!word || *word == '#' || *word == ';')
		return;
	if (strcmp(word, "nameserver") == 0)
		add_server(out, strtok_r(NULL, BLANKS, &rest), number);
	else if (strcmp(word, "search") == 0)
		take_search(out, &rest, SEARCH_MOST);
	else if (strcmp(word, "domain") == 0)
		take_search(out, &rest, 1);
	else if (strcmp(word, "options") == 0)
		take_options(out, &rest);
}

void resolv_conf_parse(FILE *file, struct resolv_conf *out)
{
	char *line = NULL;
	size_t size = 0;

	*out = (struct resolv_conf){ .dots = 1, .searches_all = true };
	for (unsigned number = 1; file && getline(&line, &size, file) >= 0;
	     number++)
		take_line(out, line, number);
	free(line);
	out->has_servers = out->server_count > 0;
	if (!out->has_servers) {
		char own[] = "127.0.0.1";
		add_server(out, own, 0);
	}
}

/* Without a line "search" or "domain". */
static void search_own_domain(struct resolv_conf *out)
{
	char name[NAME_ROOM] = "";
	const char *dot;

	if (gethostname(name, sizeof(name) - 1) < 0 ||
	    !(dot = strchr(name, '.')) || !dot[1])
		return;
	memcpy(out->search[0], dot + 1, strlen(dot + 1) + 1);
	out->search_count = 1;
}

void resolv_conf_read(struct resolv_conf *out)
{
	FILE *file = fopen(RESOLV_CONF, "re");
	int saved = file ? 0 : errno;

	resolv_conf_parse(file, out);
	out->error = saved;
	if (file)
		fclose(file);
	out->searches_all = resolver_is_gnu();
	if (resolver_is_gnu() && out->search_count == 0)
		search_own_domain(out);
}

static unsigned count_dots(const char *host)
{
	unsigned dots = 0;

	for (; *host; host++)
		dots += *host == '.';
	return dots;
}

/* Writes the host with the domain. Returns whether that is a name. */
static bool join(const char *host, const char *domain, char name[NAME_ROOM])
{
	size_t len = strlen(host), more = strlen(domain);

	if (len + 1 + more >= NAME_ROOM)
		return false;
	memcpy(name, host, len);
	name[len] = '.';
	memcpy(name + len + 1, domain, more + 1);
	return true;
}

unsigned resolv_conf_candidates(const struct resolv_conf *conf,
    const char *host, char names[CANDIDATES_MOST][NAME_ROOM])
{
	size_t len = strlen(host);
	unsigned count = 0;

	if (len == 0 || len >= NAME_ROOM)
		return 0;
	bool is_full = host[len - 1] == '.';
	bool is_first = is_full || count_dots(host) >= conf->dots;
	if (is_first)
		memcpy(names[count++], host, len + 1);
	bool has_search = !is_full && (!is_first || conf->searches_all);
	for (unsigned i = 0; i < conf->search_count && has_search; i++)
		count += join(host, conf->search[i], names[count]);
	if (!is_first)
		memcpy(names[count++], host, len + 1);
	return count;
}
