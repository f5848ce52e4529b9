/* SPDX-License-Identifier: MIT */
/* Why an address cannot be listened on. */
#include "doctor/bind-verdict.h"

#include <errno.h>
#include <string.h>

#include "sys/net/namespace.h"

static unsigned port_of(const struct examination *x)
{
	return address_port(&x->name.addresses.items[0]);
}

/* Whether a listener has one of the addresses that are wanted. */
static bool is_in_the_way(const struct examination *x, const struct holder *h)
{
	for (size_t i = 0; i < x->name.addresses.count; i++)
		if (socket_entry_takes(&h->socket, &x->name.addresses.items[i]))
			return true;
	return false;
}

static const struct holder *find_holder(const struct examination *x)
{
	for (unsigned i = 0; i < x->holder.count; i++)
		if (x->holder.items[i].socket.type == SOCK_STREAM &&
		    is_in_the_way(x, &x->holder.items[i]))
			return &x->holder.items[i];
	return NULL;
}

/* No listener has the port, and it is taken all the same. */
static void find_unseen(struct examination *x, unsigned port)
{
	const struct socket_counts *c = &x->holder.connections;

	if (c->time_wait > 0 && c->established + c->close_wait == 0) {
		findings_add(&x->findings, RANK_LIKELY, "listen-time-wait",
		    "%u old connections keep the port %u for a minute at most "
		    "(TIME_WAIT), since the server before did not set "
		    "SO_REUSEADDR",
		    c->time_wait, port);
		findings_advise(&x->findings,
		    "wait until they are gone: ss -tan 'sport = :%u'; and have "
		    "the server set SO_REUSEADDR",
		    port);
		return;
	}
	findings_add(&x->findings, RANK_LIKELY, "listen-held",
	    "another socket has the TCP port %u: one that is bound and does "
	    "not listen, or that of a connection",
	    port);
	findings_advise(&x->findings, "ss -tanp 'sport = :%u'", port);
}

static void find_held(struct examination *x)
{
	char name[HOLDER_NAME], local[ADDRESS_TEXT];
	unsigned port = port_of(x);

	holder_look(port, &x->holder);
	const struct holder *h = find_holder(x);
	if (!h) {
		find_unseen(x, port);
		return;
	}
	findings_add(&x->findings, RANK_PROVEN, "listen-held",
	    "%s listens on %s already%s", holder_name(name, h),
	    address_text(local, &h->socket.local),
	    h->sharers.count > 0 && h->sharers.stopped == h->sharers.count
		? ", and is stopped"
		: "");
	if (h->sharers.count > 0)
		findings_advise(&x->findings,
		    "end that process (kill %d), or use another port",
		    (int)h->sharers.first.pid);
	else
		findings_advise(&x->findings,
		    "as root, see whose it is (ss -ltnp), or use another port");
}

static void find_denied(struct examination *x)
{
	unsigned port = port_of(x), first = namespace_first_port();

	if (port >= first) {
		findings_add(&x->findings, RANK_LIKELY, "listen-forbidden",
		    "a rule of this host forbids to listen on the port %u, "
		    "such as one of SELinux",
		    port);
		return;
	}
	findings_add(&x->findings, RANK_PROVEN, "listen-privileged",
	    "the port %u is privileged: only root may listen below %u", port,
	    first);
	findings_advise(&x->findings,
	    "use a port from %u on, or give the program the right: setcap "
	    "cap_net_bind_service=+ep PROGRAM",
	    first);
}

/* What this host has of the family of a wanted address. */
struct own {
	const struct address *wanted;
	bool has_family, has_address;
};

static void consider(void *context, const struct interface_address *a)
{
	struct own *own = context;

	own->has_family |=
	    address_family(&a->address) == address_family(own->wanted);
	own->has_address |= address_is_same_host(&a->address, own->wanted);
}

static void find_not_own(struct examination *x)
{
	struct own own = { .wanted = &x->name.addresses.items[0] };
	bool is_ipv6 = address_family(own.wanted) == AF_INET6;
	char host[ADDRESS_TEXT];

	address_host(host, own.wanted);
	if (interface_each_address(consider, &own) < 0) {
		findings_add(&x->findings, RANK_LIKELY, "listen-not-own",
		    "%s seems to be no address of this host", host);
	} else if (own.has_address) {
		findings_add(&x->findings, RANK_PROVEN, "listen-not-usable",
		    "this host has the address %s, but cannot use it: another "
		    "host has it too, or that is still being found out",
		    host);
		findings_advise(&x->findings,
		    "see whether it is 'dadfailed' or 'tentative': ip address");
	} else if (!own.has_family) {
		findings_add(&x->findings, RANK_PROVEN, "listen-no-family",
		    "this host has no %s address at all",
		    is_ipv6 ? "IPv6" : "IPv4");
		findings_advise(&x->findings, "use %s: %s",
		    is_ipv6 ? "IPv4" : "IPv6", is_ipv6 ? "-4" : "-6");
	} else {
		findings_add(&x->findings, RANK_PROVEN, "listen-not-own",
		    "%s is the address of no interface of this host", host);
		findings_advise(&x->findings,
		    "use an address that is shown by: ip address; or leave "
		    "out HOST, for all addresses");
	}
}

void bind_conclude(struct examination *x, const struct error *failure)
{
	exam_say(x, EXAM_WRONG, -1, "%s", failure->text);
	if (failure->sysno == EADDRINUSE)
		find_held(x);
	else if (failure->sysno == EACCES)
		find_denied(x);
	else if (failure->sysno == EADDRNOTAVAIL)
		find_not_own(x);
	else if (failure->sysno == EAFNOSUPPORT)
		findings_add(&x->findings, RANK_PROVEN, "listen-no-family",
		    "the kernel of this host has not the family of the "
		    "address: %s",
		    failure->text);
	else
		findings_add(&x->findings, RANK_SYMPTOM, "listen-failed", "%s",
		    failure->text);
}

void bind_note_connections(struct examination *x)
{
	struct socket_counts counts;
	unsigned port = port_of(x);

	if (port == 0 || socket_table_count(port, &counts) < 0 ||
	    counts.time_wait == 0)
		return;
	findings_add(&x->findings, RANK_ASIDE, "listen-time-wait",
	    "the port has %u old connections (TIME_WAIT): a server that does "
	    "not set SO_REUSEADDR cannot bind it for a minute",
	    counts.time_wait);
}
