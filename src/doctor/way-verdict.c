/* SPDX-License-Identifier: MIT */
/* What is wrong with the way to an address, by its facts. */
#include "doctor/way-verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "sys/net/namespace.h"

/* "-6 " as an argument of ip(8); "" for IPv4. */
static const char *ip_family(const struct way_facts *f)
{
	return address_family(&f->target) == AF_INET6 ? "-6 " : "";
}

static const char *family_name(const struct way_facts *f)
{
	return address_family(&f->target) == AF_INET6 ? "IPv6" : "IPv4";
}

static struct way_verdict judge_down(
    const struct way_facts *f, const struct interface *down)
{
	char host[ADDRESS_TEXT];

	return (struct way_verdict){
		.cause = "way-interface-down",
		.text =
		    xasprintf("the interface %s, which leads to %s, is down",
			down->name, address_host(host, &f->target)),
		.advice = xasprintf("ip link set %s up", down->name),
	};
}

/* The family does not exist on this host, as far as this target goes. */
static struct way_verdict judge_family(const struct way_facts *f)
{
	char host[ADDRESS_TEXT];

	return (struct way_verdict){
		.cause = WAY_NO_FAMILY,
		.text = xasprintf("this host has no %s address, and no way to "
				  "%s",
		    family_name(f), address_host(host, &f->target)),
		.advice = xasprintf("give this host an %s address, or "
				    "connect to an %s address of the other "
				    "host",
		    family_name(f),
		    address_family(&f->target) == AF_INET6 ? "IPv4" : "IPv6"),
	};
}

static struct way_verdict judge_none(const struct way_facts *f)
{
	char host[ADDRESS_TEXT];

	if (f->is_down_covering)
		return judge_down(f, &f->down);
	if (f->addresses == 0)
		return judge_family(f);
	return (struct way_verdict){
		.cause = "way-no-route",
		.text = xasprintf("this host has no route to %s",
		    address_host(host, &f->target)),
		.advice = xasprintf("add a route, or a default route; the "
				    "routes are: ip %sroute",
		    ip_family(f)),
		.may_be_down = f->down.index != 0,
	};
}

/* By an entry of the table of routes. */
static struct way_verdict judge_entry(const struct way_facts *f,
    const char *cause, const char *kind, const char *does)
{
	char host[ADDRESS_TEXT];

	address_host(host, &f->target);
	return (struct way_verdict){
		.cause = cause,
		.text =
		    xasprintf("%s route of this host %s %s", kind, does, host),
		.advice = xasprintf("remove the entry; the routes and rules "
				    "are: ip %sroute show table all; ip %srule",
		    ip_family(f), ip_family(f)),
	};
}

static struct way_verdict judge_group(const struct way_facts *f)
{
	char host[ADDRESS_TEXT];

	return (struct way_verdict){
		.cause = "way-not-one-host",
		.text = xasprintf("%s is the address of many hosts (%s), no "
				  "host accepts connections there",
		    address_host(host, &f->target),
		    f->route.kind == ROUTE_BROADCAST ? "broadcast"
						     : "multicast"),
		.advice = xasprintf("use the address of one host"),
	};
}

static struct way_verdict judge_link(const struct way_facts *f)
{
	char host[ADDRESS_TEXT];

	if (f->interface.index == 0)
		return (struct way_verdict){ 0 };
	if (!f->interface.is_up)
		return judge_down(f, &f->interface);
	if (f->interface.has_carrier || f->scope == WAY_OWN ||
	    f->scope == WAY_LOOPBACK)
		return (struct way_verdict){ 0 };
	return (struct way_verdict){
		.cause = WAY_NO_CARRIER,
		.text = xasprintf("the interface %s, which leads to %s, has no "
				  "carrier: its link does not work",
		    f->interface.name, address_host(host, &f->target)),
		.advice =
		    xasprintf("look at the cable, the radio, or the other "
			      "end of the link: ip link show %s",
			f->interface.name),
	};
}

/* The one who has to take packets on the link has not answered to the
 * kernel's questions for its link address. */
static struct way_verdict judge_neighbour(const struct way_facts *f)
{
	char host[ADDRESS_TEXT], next[ADDRESS_TEXT];
	bool is_far = f->scope == WAY_FAR;

	address_host(host, &f->target);
	address_host(next, way_next(f));
	if (f->neighbour != NEIGHBOUR_SILENT)
		return (struct way_verdict){ 0 };
	return (struct way_verdict){
		.cause = is_far ? "way-gateway-silent" : "way-neighbour-silent",
		.text = is_far ? xasprintf("the gateway %s, which leads to %s, "
					   "does not answer on %s",
				     next, host, f->interface.name)
		               : xasprintf("no host on the link of %s answers "
					   "for the address %s",
				     f->interface.name, host),
		.advice = xasprintf(
		    is_far ? "check that the gateway is up, and that %s is its "
			     "address: ip %sneighbour show dev %s"
			   : "check that the host of %s is up, and on the same "
			     "link: ip %sneighbour show dev %s",
		    next, ip_family(f), f->interface.name),
	};
}

struct way_verdict way_judge(const struct way_facts *f)
{
	if (!f->was_looked)
		return (struct way_verdict){ 0 };
	switch (f->route.kind) {
	case ROUTE_NONE:
		return judge_none(f);
	case ROUTE_UNREACHABLE:
		return judge_entry(f, "way-unreachable", "an 'unreachable'",
		    "refuses to send to");
	case ROUTE_PROHIBIT:
		return judge_entry(
		    f, "way-prohibited", "a 'prohibit'", "forbids to send to");
	case ROUTE_BLACKHOLE:
		return judge_entry(f, "way-blackhole", "a 'blackhole'",
		    "drops what is sent to");
	case ROUTE_BROADCAST:
	case ROUTE_MULTICAST:
		return judge_group(f);
	case ROUTE_UNICAST:
	case ROUTE_LOCAL:
	case ROUTE_UNKNOWN:
		break;
	}
	struct way_verdict verdict = judge_link(f);
	return verdict.cause ? verdict : judge_neighbour(f);
}

void way_verdict_free(struct way_verdict *v)
{
	free(v->text);
	free(v->advice);
	*v = (struct way_verdict){ 0 };
}

/* The findings */

bool way_has_result(
    const struct examination *x, size_t i, enum port_result result)
{
	return x->ports && port_find(&x->ports[i], result);
}

bool way_is_open(const struct examination *x, size_t i)
{
	return way_has_result(x, i, PORT_OPEN);
}

void way_say_container(struct examination *x)
{
	struct net_namespace here;

	namespace_look(&here);
	if (!*here.container || x->said_container)
		return;
	x->said_container = true;
	exam_say(x, EXAM_NOTABLE, -1,
	    "genet runs in a container (%s), which may have a network of its "
	    "own",
	    here.container);
}

static bool is_family_open(const struct examination *x, int family)
{
	for (size_t i = 0; i < x->name.addresses.count; i++)
		if (address_family(&x->ways[i].target) == family &&
		    way_is_open(x, i))
			return true;
	return false;
}

/* What hinders no client, since others answer. */
static void add_aside(struct examination *x, const struct way_facts *f,
    const struct way_verdict *v)
{
	bool is_ipv6 = address_family(&f->target) == AF_INET6;
	bool other = is_family_open(x, is_ipv6 ? AF_INET : AF_INET6);
	bool same = is_family_open(x, is_ipv6 ? AF_INET6 : AF_INET);

	/* A host with one family is a usual thing. */
	if (strcmp(v->cause, WAY_NO_FAMILY) == 0 && f->scope == WAY_LOOPBACK)
		return;
	if (!other || same || strcmp(v->cause, WAY_NO_FAMILY) == 0) {
		findings_add(&x->findings, RANK_ASIDE, v->cause, "%s", v->text);
		return;
	}
	findings_add(&x->findings, RANK_ASIDE, "way-family-broken",
	    "%s is broken here, only %s works: %s", is_ipv6 ? "IPv6" : "IPv4",
	    is_ipv6 ? "IPv4" : "IPv6", v->text);
	findings_advise(&x->findings, "%s", v->advice);
}

/* The way explains it all. If an interface that is down may be the reason for
 * a missing route, there are two explanations. */
static void add_cause(struct examination *x, const struct way_facts *f,
    const struct way_verdict *v)
{
	enum finding_rank rank = v->may_be_down ? RANK_LIKELY : RANK_PROVEN;

	if (findings_have(&x->findings, v->cause))
		return;
	findings_add(&x->findings, rank, v->cause, "%s", v->text);
	findings_advise(&x->findings, "%s", v->advice);
	if (!v->may_be_down ||
	    findings_have(&x->findings, "way-interface-down"))
		return;
	findings_add(&x->findings, rank, "way-interface-down",
	    "the interface %s is down, and its routes are gone with it",
	    f->down.name);
	findings_advise(&x->findings, "ip link set %s up", f->down.name);
}

void way_verdicts_conclude(struct examination *x)
{
	size_t count = x->name.addresses.count, wrong = 0, of_family = 0;
	bool is_told = true; /* why each address cannot be reached from here */

	for (size_t i = 0; i < count; i++) {
		struct way_verdict v = way_judge(&x->ways[i]);
		bool counts = v.cause && !way_is_open(x, i);
		wrong += counts;
		of_family += counts && strcmp(v.cause, WAY_NO_FAMILY) == 0;
		is_told &= v.cause || !way_has_result(x, i, PORT_UNREACHABLE);
		way_verdict_free(&v);
	}
	if (is_told)
		findings_drop(&x->findings, "port-unreachable");
	for (size_t i = 0; i < count; i++) {
		struct way_verdict v = way_judge(&x->ways[i]);
		bool is_minor =
		    wrong < count || (v.cause && of_family < wrong &&
					 strcmp(v.cause, WAY_NO_FAMILY) == 0);
		if (v.cause && !way_is_open(x, i))
			(is_minor ? add_aside : add_cause)(x, &x->ways[i], &v);
		way_verdict_free(&v);
	}
}
