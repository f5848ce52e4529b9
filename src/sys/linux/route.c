/* SPDX-License-Identifier: MIT */
/* Which way the kernel would send to an address. */
#include "sys/net/route.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "sys/linux/netlink.h"

/* The request has room for one address and one interface behind the body. */
struct question {
	struct nlmsghdr header;
	struct rtmsg body;
	char attributes[64];
	size_t used;
};

static void add(struct question *q, unsigned short kind, const void *value,
    unsigned short len)
{
	struct rtattr *a = (struct rtattr *)(void *)(q->attributes + q->used);

	a->rta_type = kind;
	a->rta_len = (unsigned short)RTA_LENGTH(len);
	memcpy(RTA_DATA(a), value, len);
	q->used += RTA_ALIGN(a->rta_len);
}

static void add_address(struct question *q, const struct address *to)
{
	const struct sockaddr_in *sin = (const void *)&to->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&to->storage;

	q->body.rtm_family = (unsigned char)address_family(to);
	if (q->body.rtm_family == AF_INET) {
		q->body.rtm_dst_len = 32;
		add(q, RTA_DST, &sin->sin_addr, sizeof(sin->sin_addr));
		return;
	}
	q->body.rtm_dst_len = 128;
	add(q, RTA_DST, &sin6->sin6_addr, sizeof(sin6->sin6_addr));
	if (sin6->sin6_scope_id)
		add(q, RTA_OIF, &sin6->sin6_scope_id, sizeof(uint32_t));
}

static enum route_kind kind_of(unsigned char type)
{
	static const enum route_kind kinds[] = {
		[RTN_UNICAST] = ROUTE_UNICAST,
		[RTN_LOCAL] = ROUTE_LOCAL,
		[RTN_BROADCAST] = ROUTE_BROADCAST,
		[RTN_ANYCAST] = ROUTE_UNICAST,
		[RTN_MULTICAST] = ROUTE_MULTICAST,
		[RTN_BLACKHOLE] = ROUTE_BLACKHOLE,
		[RTN_UNREACHABLE] = ROUTE_UNREACHABLE,
		[RTN_PROHIBIT] = ROUTE_PROHIBIT,
	};

	return type > 0 && type < sizeof(kinds) / sizeof(kinds[0])
	           ? kinds[type]
	           : ROUTE_UNKNOWN;
}

static struct address address_from(
    const struct nlmsghdr *m, unsigned char family, unsigned short kind)
{
	struct address a = { 0 };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;
	size_t size =
	    family == AF_INET ? sizeof(sin->sin_addr) : sizeof(sin6->sin6_addr);
	const void *value =
	    netlink_attribute(m, sizeof(struct rtmsg), kind, size, NULL);

	if (!value)
		return a;
	a.storage.ss_family = family;
	a.len = family == AF_INET ? sizeof(*sin) : sizeof(*sin6);
	memcpy(family == AF_INET ? (void *)&sin->sin_addr
				 : (void *)&sin6->sin6_addr,
	    value, size);
	return a;
}

/* The gateway of an IPv4 route may be one of IPv6. */
static struct address find_gateway(
    const struct nlmsghdr *m, unsigned char family)
{
	size_t len;
	const char *via =
	    netlink_attribute(m, sizeof(struct rtmsg), RTA_VIA, 2, &len);
	struct address a = address_from(m, family, RTA_GATEWAY);
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;
	unsigned short via_family;

	if (a.len > 0 || !via || len < 2 + sizeof(sin6->sin6_addr))
		return a;
	memcpy(&via_family, via, sizeof(via_family));
	if (via_family != AF_INET6)
		return a;
	sin6->sin6_family = AF_INET6;
	memcpy(&sin6->sin6_addr, via + 2, sizeof(sin6->sin6_addr));
	a.len = sizeof(*sin6);
	return a;
}

static unsigned read_mtu(const struct nlmsghdr *m)
{
	size_t len;
	const char *metrics =
	    netlink_attribute(m, sizeof(struct rtmsg), RTA_METRICS, 0, &len);
	unsigned mtu = 0;

	for (const struct rtattr *a = (const void *)metrics;
	     metrics && RTA_OK(a, len); a = RTA_NEXT(a, len))
		if (a->rta_type == RTAX_MTU && RTA_PAYLOAD(a) >= sizeof(mtu))
			memcpy(&mtu, RTA_DATA(a), sizeof(mtu));
	return mtu;
}

static bool read_route(void *context, const struct nlmsghdr *m)
{
	struct route *out = context;
	const struct rtmsg *body = NLMSG_DATA(m);
	const void *index =
	    netlink_attribute(m, sizeof(*body), RTA_OIF, 4, NULL);

	if (m->nlmsg_type != RTM_NEWROUTE)
		return true;
	out->kind = kind_of(body->rtm_type);
	if (index)
		memcpy(&out->interface, index, sizeof(out->interface));
	out->gateway = find_gateway(m, body->rtm_family);
	out->source = address_from(m, body->rtm_family, RTA_PREFSRC);
	out->mtu = read_mtu(m);
	return false;
}

/* What an entry of the table, or its absence, means for connect(2):
 * fib_props[] in net/ipv4/fib_semantics.c. */
static enum route_kind kind_of_error(int sysno, const struct address *to)
{
	const struct sockaddr_in *sin = (const void *)&to->storage;
	const unsigned char *host = (const void *)&sin->sin_addr;

	/* This is no route for an address that cannot be a target: 0.0.0.0/8,
	 * or loopback where the loopback interface is down. */
	if (sysno == EINVAL && sin->sin_family == AF_INET &&
	    (host[0] == 0 || host[0] == IN_LOOPBACKNET))
		return ROUTE_NONE;
	return sysno == ENETUNREACH    ? ROUTE_NONE
	       : sysno == EHOSTUNREACH ? ROUTE_UNREACHABLE
	       : sysno == EACCES       ? ROUTE_PROHIBIT
	       : sysno == EINVAL       ? ROUTE_BLACKHOLE
	                               : ROUTE_UNKNOWN;
}

int route_find(const struct address *to, struct route *out)
{
	struct address plain = address_unmapped(to);
	struct question q = {
		.header.nlmsg_type = RTM_GETROUTE,
	};

	*out = (struct route){ .kind = ROUTE_UNKNOWN };
	add_address(&q, &plain);
	if (netlink_ask(NETLINK_ROUTE, &q.header,
		offsetof(struct question, attributes) + q.used,
		&(struct netlink_reader){ read_route, out }) == 0)
		return 0;
	out->error = errno;
	out->kind = kind_of_error(errno, &plain);
	return out->kind == ROUTE_UNKNOWN ? -1 : 0;
}
