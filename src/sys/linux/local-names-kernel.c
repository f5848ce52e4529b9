/* SPDX-License-Identifier: MIT */
/* Names of which the kernel tells: proc(5). */
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "sys/local-names-private.h"

#define PORTS 65536

/* States of sockets in /proc/net (include/net/tcp_states.h of Linux). */
#define STATE_LISTENS 0x0A
#define STATE_BOUND 0x07

/* The flag of a Unix socket that listens (__SO_ACCEPTCON). */
#define FLAG_ACCEPTS 0x10000

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
		local_names_read_lines(file, take_socket_line, p);
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
	const struct local_names_wanted *w = context;
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
	struct local_names_wanted w = { take, context };

	local_names_read_lines("/proc/net/unix", take_unix_line, &w);
}

static void take_congestion_line(void *context, char *line)
{
	local_names_take_words(line, NULL, context);
}

void local_names_congestion(local_names_taker *take, void *context)
{
	struct local_names_wanted w = { take, context };

	local_names_read_lines(
	    "/proc/sys/net/ipv4/tcp_available_congestion_control",
	    take_congestion_line, &w);
}
