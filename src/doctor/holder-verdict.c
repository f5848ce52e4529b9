/* SPDX-License-Identifier: MIT */
/* What the holders of a port of this host mean for its clients. */
#include "doctor/holder-verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "doctor/way-verdict.h"
#include "sys/net/namespace.h"

/* So many connections that the program has not closed are a heap. */
#define HEAP 10

static const char *protocol(int type)
{
	return type == SOCK_STREAM ? "TCP" : "UDP";
}

const struct way_facts *holder_own_way(const struct examination *x)
{
	for (size_t i = 0; x->ways && i < x->name.addresses.count; i++)
		if (x->ways[i].scope == WAY_LOOPBACK ||
		    x->ways[i].scope == WAY_OWN)
			return &x->ways[i];
	return NULL;
}

bool holder_is_stopped(const struct holder *h)
{
	return h->sharers.count > 0 && h->sharers.stopped == h->sharers.count;
}

/* The kernel takes one more than the backlog. */
bool holder_is_full(const struct holder *h)
{
	return h->socket.listens && h->socket.waiting > h->socket.backlog;
}

bool holder_has_type(const struct holder_facts *facts, int type)
{
	for (unsigned i = 0; i < facts->count; i++)
		if (facts->items[i].socket.type == type)
			return true;
	return false;
}

static bool is_on_way(const struct holder *h, const struct way_facts *way)
{
	return !h->socket.interface ||
	       h->socket.interface == way->interface.index;
}

/* The holder that gets what is sent by this way; NULL: there is none. */
static const struct holder *find_taker(const struct examination *x,
    const struct way_facts *way, bool heeds_interface)
{
	for (unsigned i = 0; i < x->holder.count; i++) {
		const struct holder *h = &x->holder.items[i];
		if (h->socket.type == x->opts->target.type &&
		    socket_entry_takes(&h->socket, &way->end) &&
		    (!heeds_interface || is_on_way(h, way)))
			return h;
	}
	return NULL;
}

/* "python3 (pid 7) on 127.0.0.1:8080, ...": those of the type. Allocated. */
static char *list(const struct holder *items, unsigned count, int type)
{
	char *text = xstrdup("");

	for (unsigned i = 0; i < count; i++) {
		char name[HOLDER_NAME], local[ADDRESS_TEXT];
		if (items[i].socket.type != type)
			continue;
		char *more = xasprintf("%s%s%s on %s", text, *text ? ", " : "",
		    holder_name(name, &items[i]),
		    address_text(local, &items[i].socket.local));
		free(text);
		text = more;
	}
	return text;
}

/* In a container, localhost is often taken for the host that runs it. */
static bool is_own_container(const struct examination *x)
{
	const struct way_facts *way = holder_own_way(x);
	struct net_namespace here;

	namespace_look(&here);
	return *here.container && way && way->scope == WAY_LOOPBACK;
}

/* Nobody has the port. Without a refusal, something else keeps the answer back
 * as well. */
static void find_nobody(struct examination *x, bool is_refused)
{
	const struct doctor_target *t = &x->opts->target;
	enum finding_rank rank = is_refused ? RANK_PROVEN : RANK_LIKELY;
	int other = t->type == SOCK_STREAM ? SOCK_DGRAM : SOCK_STREAM;

	if (holder_has_type(&x->holder, other)) {
		char *names = list(x->holder.items, x->holder.count, other);
		findings_add(&x->findings, rank, "holder-other-protocol",
		    "nothing has the %s port %s of this host, only the %s "
		    "port: %s",
		    protocol(t->type), t->port, protocol(other), names);
		findings_advise(&x->findings,
		    strchr(t->host, ':')
			? "ask it by %s: genet doctor %s[%s]:%s"
			: "ask it by %s: genet doctor %s%s:%s",
		    protocol(other),
		    other == SOCK_DGRAM ? "udp:" : "tcp:", t->host, t->port);
		free(names);
		return;
	}
	char *near = list(x->holder.near,
	    t->type == SOCK_STREAM ? x->holder.near_count : 0, t->type);
	findings_add(&x->findings, rank, "holder-none",
	    "no process of this host has the %s port %s%s%s", protocol(t->type),
	    t->port, *near ? "; near to it: " : "", near);
	findings_advise(&x->findings,
	    "start the server, or use its port; who listens where: ss -l%snp%s",
	    t->type == SOCK_STREAM ? "t" : "u",
	    is_own_container(x) ? "; loopback does not lead out of this "
				  "container: a server outside of it has "
				  "another address"
				: "");
	free(near);
}

/* Whether a holder of the type is for addresses of the same family. */
static bool has_family(const struct examination *x, int family)
{
	for (unsigned i = 0; i < x->holder.count; i++) {
		const struct socket_entry *s = &x->holder.items[i].socket;
		if (s->type == x->opts->target.type &&
		    (address_family(&s->local) == family ||
			s->local.takes_both))
			return true;
	}
	return false;
}

static void find_elsewhere(struct examination *x, const struct way_facts *way)
{
	const struct doctor_target *t = &x->opts->target;
	char host[ADDRESS_TEXT];
	char *names = list(x->holder.items, x->holder.count, t->type);
	const struct holder *bound = find_taker(x, way, false);
	bool is_family = has_family(x, address_family(&way->target));

	address_host(host, &way->target);
	if (bound) {
		struct interface interface;
		interface_find(bound->socket.interface, &interface);
		findings_add(&x->findings, RANK_PROVEN,
		    "holder-other-interface",
		    "%s hears only what comes by the interface %s, and "
		    "connections of this host to %s come by %s",
		    names, interface.name, host, way->interface.name);
		findings_advise(&x->findings,
		    "have the server listen on all interfaces, or connect from "
		    "behind %s",
		    interface.name);
	} else {
		findings_add(&x->findings, RANK_PROVEN,
		    is_family ? "holder-other-address" : "holder-other-family",
		    "nothing has the %s port %s of %s; %s: %s",
		    protocol(t->type), t->port, host,
		    is_family ? "another address has a listener"
			      : "only the other family has a listener",
		    names);
		findings_advise(&x->findings,
		    "have the server listen on %s or on all addresses, or use "
		    "the address that it has",
		    host);
	}
	free(names);
}

static void find_stopped(struct examination *x, const struct holder *h)
{
	char name[HOLDER_NAME];

	findings_add(&x->findings,
	    h->sharers.may_be_more ? RANK_LIKELY : RANK_PROVEN,
	    "holder-stopped",
	    "%s, which has the port, is stopped, by a signal or a debugger",
	    holder_name(name, h));
	findings_advise(
	    &x->findings, "kill -CONT %d", (int)h->sharers.first.pid);
}

static void find_full(struct examination *x, const struct holder *h)
{
	char name[HOLDER_NAME];

	findings_add(&x->findings, RANK_PROVEN, "holder-backlog-full",
	    "%s does not accept its connections: %u wait, and no more may "
	    "(the backlog is %u)",
	    holder_name(name, h), h->socket.waiting, h->socket.backlog);
	findings_advise(&x->findings,
	    "see what the server is busy with, or restart it; if it only has "
	    "many clients: a larger backlog, and net.core.somaxconn");
}

/* A process would get the connection, and has not: something before it. */
static void find_firewall(struct examination *x, const struct holder *h,
    const struct way_facts *way, bool is_refused)
{
	char name[HOLDER_NAME], host[ADDRESS_TEXT];

	if (findings_have(&x->findings, "port-rejected"))
		return;
	findings_add(&x->findings, RANK_LIKELY, "way-firewall",
	    "%s listens, but connections to %s %s: a firewall of this host "
	    "may do that",
	    holder_name(name, h), address_host(host, &way->target),
	    is_refused ? "are refused" : "get no answer");
	findings_advise(&x->findings,
	    "as root, see its rules: nft list ruleset; iptables -S");
}

static void find_heap(struct examination *x)
{
	unsigned count = x->holder.connections.close_wait;

	if (count < HEAP)
		return;
	findings_add(&x->findings, RANK_ASIDE, "holder-close-wait",
	    "%u connections of the port have been ended by their clients, and "
	    "the server has not closed them (CLOSE_WAIT)",
	    count);
	findings_advise(&x->findings,
	    "the server may run out of descriptors: ss -tnp state close-wait");
}

/* The first address of this host whose try had one of the results; NULL: there
 * is none. */
static const struct way_facts *find_way(const struct examination *x,
    enum port_result result, enum port_result other)
{
	for (size_t i = 0; i < x->name.addresses.count; i++)
		if ((x->ways[i].scope == WAY_LOOPBACK ||
			x->ways[i].scope == WAY_OWN) &&
		    (way_has_result(x, i, result) ||
			way_has_result(x, i, other)))
			return &x->ways[i];
	return NULL;
}

/* The port does not answer by any address. */
static enum step_result judge_closed(struct examination *x)
{
	const struct way_facts *refused =
	    find_way(x, PORT_REFUSED, PORT_REFUSED);
	const struct way_facts *way =
	    refused ? refused : find_way(x, PORT_SILENT, PORT_UNREACHABLE);
	const struct holder *h = way ? find_taker(x, way, true) : NULL;
	bool is_udp = x->opts->target.type == SOCK_DGRAM;

	if (h && holder_is_stopped(h) && !refused) {
		find_stopped(x, h);
		return STEP_LAST;
	}
	if (!way || (is_udp && !refused))
		return STEP_NEXT;
	if (!holder_has_type(&x->holder, x->opts->target.type))
		find_nobody(x, refused != NULL);
	else if (!h)
		find_elsewhere(x, way);
	else if (holder_is_full(h) && !refused)
		find_full(x, h);
	else
		find_firewall(x, h, way, refused != NULL);
	return STEP_NEXT;
}

enum step_result holder_conclude(struct examination *x)
{
	const struct way_facts *way = find_way(x, PORT_OPEN, PORT_OPEN);
	const struct holder *h = way ? find_taker(x, way, true) : NULL;

	find_heap(x);
	if (h && holder_is_stopped(h)) {
		/* The kernel accepts, and nobody will answer. */
		find_stopped(x, h);
		x->answers = false;
		return STEP_LAST;
	}
	for (size_t i = 0; i < x->name.addresses.count; i++)
		if (way_is_open(x, i))
			return STEP_NEXT;
	return judge_closed(x);
}
