/* SPDX-License-Identifier: MIT */
/* Who holds a port of this host. */
#include "probe/look/holder-look.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Ports that differ by no more are near. */
#define NEAR 10

struct gathering {
	struct holder_facts *out;
	unsigned port;
};

static void take(void *context, const struct socket_entry *entry)
{
	struct holder_facts *out = context;

	if (!entry->is_connected && out->count < HOLDERS_MOST)
		out->items[out->count++] = (struct holder){ .socket = *entry };
}

/* Whether the digits of one port are the last ones of the other. */
static bool is_end_of(unsigned small, unsigned large)
{
	unsigned power = 10;

	while (power <= small)
		power *= 10;
	return small >= 10 && small < large && large % power == small;
}

bool holder_ports_are_near(unsigned a, unsigned b)
{
	return a != b && (((a < b ? b - a : a - b) <= NEAR) ||
			     is_end_of(a, b) || is_end_of(b, a));
}

static bool is_known(const struct holder_facts *out, unsigned port)
{
	for (unsigned i = 0; i < out->near_count; i++)
		if (address_port(&out->near[i].socket.local) == port)
			return true;
	return false;
}

static void take_near(void *context, const struct socket_entry *entry)
{
	struct gathering *g = context;
	struct holder_facts *out = g->out;
	unsigned port = address_port(&entry->local);

	if (out->near_count < HOLDERS_NEAR && !is_known(out, port) &&
	    holder_ports_are_near(port, g->port))
		out->near[out->near_count++] =
		    (struct holder){ .socket = *entry };
}

int holder_look(unsigned port, struct holder_facts *out)
{
	struct gathering gathering = { out, port };

	*out = (struct holder_facts){ 0 };
	if (socket_table_each(SOCK_STREAM, port, take, out) < 0 ||
	    socket_table_each(SOCK_DGRAM, port, take, out) < 0 ||
	    socket_table_each(SOCK_STREAM, 0, take_near, &gathering) < 0 ||
	    socket_table_count(port, &out->connections) < 0) {
		out->error = errno;
		return -1;
	}
	out->was_looked = true;
	for (unsigned i = 0; i < out->count; i++)
		proc_find_sharers(
		    out->items[i].socket.inode, &out->items[i].sharers);
	for (unsigned i = 0; i < out->near_count; i++)
		proc_find_sharers(
		    out->near[i].socket.inode, &out->near[i].sharers);
	return 0;
}

char *holder_sharers_name(char buf[HOLDER_NAME], const struct proc_sharers *s)
{
	if (s->count == 1)
		snprintf(buf, HOLDER_NAME, "%s (pid %d)", s->first.name,
		    (int)s->first.pid);
	else
		snprintf(buf, HOLDER_NAME, "%s (pid %d and %u more)",
		    s->first.name, (int)s->first.pid, s->count - 1);
	return buf;
}

char *holder_name(char buf[HOLDER_NAME], const struct holder *h)
{
	if (h->sharers.count > 0)
		return holder_sharers_name(buf, &h->sharers);
	snprintf(buf, HOLDER_NAME,
	    "a process of the user %u that genet may not see",
	    (unsigned)h->socket.user);
	return buf;
}
