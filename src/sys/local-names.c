/* SPDX-License-Identifier: MIT */
/* Names that this host knows. */
#include "sys/local-names.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "sys/socket/address.h"

#define PORTS 65536

/* States of sockets in /proc/net (include/net/tcp_states.h of Linux). */
#define STATE_LISTENS 0x0A
#define STATE_BOUND 0x07

/* The flag of a Unix socket that listens (__SO_ACCEPTCON). */
#define FLAG_ACCEPTS 0x10000

struct wanted {
	local_names_taker *take;
	void *context;
};

/* Calls each for every line of a file, without its end. A file that cannot be
 * read has no lines. */
static void read_lines(
    const char *file, void (*each)(void *context, char *line), void *context)
{
	FILE *from = fopen(file, "re");
	char *line = NULL;
	size_t size = 0;

	if (!from)
		return;
	while (getline(&line, &size, from) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		each(context, line);
	}
	free(line);
	fclose(from);
}

static void take_words(char *words, const char *what, const struct wanted *w)
{
	char *rest, *word = strtok_r(words, " \t", &rest);

	for (; word; word = strtok_r(NULL, " \t", &rest))
		w->take(w->context, word, what);
}

static void take_host_line(void *context, char *line)
{
	const struct wanted *w = context;

	line[strcspn(line, "#")] = '\0';
	line += strspn(line, " \t");
	size_t len = strcspn(line, " \t");
	if (!line[len])
		return;
	line[len] = '\0';
	take_words(line + len + 1, line, w);
	w->take(w->context, line, NULL);
}

void local_names_hosts(local_names_taker *take, void *context)
{
	struct wanted w = { take, context };

	read_lines("/etc/hosts", take_host_line, &w);
}

void local_names_addresses(local_names_taker *take, void *context)
{
	struct ifaddrs *list;
	char text[ADDRESS_TEXT];

	if (getifaddrs(&list) < 0)
		return;
	for (const struct ifaddrs *i = list; i; i = i->ifa_next) {
		int family = i->ifa_addr ? i->ifa_addr->sa_family : AF_UNSPEC;
		struct address a = { .len = family == AF_INET
			                        ? sizeof(struct sockaddr_in)
			                        : sizeof(struct sockaddr_in6) };
		if (family != AF_INET && family != AF_INET6)
			continue;
		memcpy(&a.storage, i->ifa_addr, a.len);
		take(context, address_host(text, &a), i->ifa_name);
	}
	freeifaddrs(list);
}

void local_names_interfaces(local_names_taker *take, void *context)
{
	struct if_nameindex *list = if_nameindex();

	if (!list)
		return;
	for (const struct if_nameindex *i = list; i->if_name; i++)
		take(context, i->if_name, NULL);
	if_freenameindex(list);
}

struct ports {
	unsigned state; /* of the sockets that count */
	bool are_known[PORTS];
};

/* "0: 0100007F:1F90 00000000:0000 0A ...": slot, the local address and port,
 * the remote ones, the state. */
static void take_socket_line(void *context, char *line)
{
	struct ports *p = context;
	unsigned port, state;

	if (sscanf(line, " %*u: %*[0-9A-Fa-f]:%4x %*[0-9A-Fa-f]:%*4x %2x",
		&port, &state) == 2 &&
	    state == p->state && port < PORTS)
		p->are_known[port] = true;
}

static void take_ports(const char *protocol, unsigned state,
    local_names_taker *take, void *context)
{
	struct ports *p = xcalloc(1, sizeof(*p));
	char file[24];

	p->state = state;
	for (int i = 0; i < 2; i++) {
		snprintf(file, sizeof(file), "/proc/net/%s%s", protocol,
		    i ? "6" : "");
		read_lines(file, take_socket_line, p);
	}
	for (unsigned port = 1; port < PORTS; port++) {
		char text[8];
		if (!p->are_known[port])
			continue;
		const struct servent *service =
		    getservbyport(htons((uint16_t)port), protocol);
		snprintf(text, sizeof(text), "%u", port);
		take(context, text, service ? service->s_name : NULL);
	}
	free(p);
}

void local_names_tcp_ports(local_names_taker *take, void *context)
{
	take_ports("tcp", STATE_LISTENS, take, context);
}

void local_names_udp_ports(local_names_taker *take, void *context)
{
	take_ports("udp", STATE_BOUND, take, context);
}

/* "0000000000000000: 00000002 00000000 00010000 0001 01 9234 /run/s": a number,
 * references, protocol, flags, type, state, inode, and the path as it was
 * bound. A relative path means nothing here. */
static void take_unix_line(void *context, char *line)
{
	const struct wanted *w = context;
	unsigned flags, type;
	int at = 0;

	if (sscanf(line, "%*[^:]: %*x %*x %x %x %*x %*u %n", &flags, &type,
		&at) != 2 ||
	    at == 0 || (line[at] != '/' && line[at] != '@'))
		return;
	if (type == SOCK_DGRAM)
		w->take(w->context, line + at, "datagrams");
	else if (flags & FLAG_ACCEPTS)
		w->take(w->context, line + at,
		    type == SOCK_STREAM ? "stream" : "messages");
}

void local_names_unix_sockets(local_names_taker *take, void *context)
{
	struct wanted w = { take, context };

	read_lines("/proc/net/unix", take_unix_line, &w);
}

static void take_congestion_line(void *context, char *line)
{
	take_words(line, NULL, context);
}

void local_names_congestion(local_names_taker *take, void *context)
{
	struct wanted w = { take, context };

	read_lines("/proc/sys/net/ipv4/tcp_available_congestion_control",
	    take_congestion_line, &w);
}
