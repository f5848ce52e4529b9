/* SPDX-License-Identifier: MIT */
/* The network interfaces of this namespace. */
#include "sys/net/interface.h"

#include <errno.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "sys/linux/netlink.h"

struct walk {
	unsigned wanted; /* index; 0: all */
	bool found;
	void (*take)(void *context, const struct interface *interface);
	void (*take_address)(
	    void *context, const struct interface_address *address);
	void *context;
};

static bool read_interface(void *context, const struct nlmsghdr *m)
{
	struct walk *walk = context;
	const struct ifinfomsg *body = NLMSG_DATA(m);
	const char *name =
	    netlink_attribute(m, sizeof(*body), IFLA_IFNAME, 1, NULL);
	const void *mtu =
	    netlink_attribute(m, sizeof(*body), IFLA_MTU, 4, NULL);

	if (m->nlmsg_type != RTM_NEWLINK ||
	    (walk->wanted && (unsigned)body->ifi_index != walk->wanted))
		return true;
	struct interface interface = {
		.index = (unsigned)body->ifi_index,
		.is_up = body->ifi_flags & IFF_UP,
		.has_carrier = body->ifi_flags & (1u << 16), /* LOWER_UP */
		.is_loopback = body->ifi_flags & IFF_LOOPBACK,
		.is_ethernet = body->ifi_type == ARPHRD_ETHER,
	};
	snprintf(
	    interface.name, sizeof(interface.name), "%s", name ? name : "?");
	if (mtu)
		memcpy(&interface.mtu, mtu, sizeof(interface.mtu));
	walk->found = true;
	walk->take(walk->context, &interface);
	return true;
}

static int ask_interfaces(struct walk *walk)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg body;
	} request = {
		.header.nlmsg_type = RTM_GETLINK,
		.header.nlmsg_flags = walk->wanted ? 0 : NLM_F_DUMP,
		.body.ifi_index = (int)walk->wanted,
	};

	return netlink_ask(NETLINK_ROUTE, &request.header, sizeof(request),
	    &(struct netlink_reader){ read_interface, walk });
}

int interface_each(
    void (*take)(void *context, const struct interface *interface),
    void *context)
{
	struct walk walk = { .take = take, .context = context };

	return ask_interfaces(&walk);
}

static void copy(void *context, const struct interface *interface)
{
	*(struct interface *)context = *interface;
}

int interface_find(unsigned index, struct interface *out)
{
	struct walk walk = { .wanted = index, .take = copy, .context = out };

	*out = (struct interface){ 0 };
	if (index == 0 || (ask_interfaces(&walk) == 0 && !walk.found)) {
		errno = ENODEV;
		return -1;
	}
	return walk.found ? 0 : -1;
}

/* Addresses */

static bool read_address(void *context, const struct nlmsghdr *m)
{
	const struct walk *walk = context;
	const struct ifaddrmsg *body = NLMSG_DATA(m);
	struct interface_address a = { 0 };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.address.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.address.storage;
	bool is_ipv4 = body->ifa_family == AF_INET;
	size_t size = is_ipv4 ? sizeof(sin->sin_addr) : sizeof(sin6->sin6_addr);
	const void *value =
	    netlink_attribute(m, sizeof(*body), IFA_LOCAL, size, NULL);

	if (!value) /* that of IPv6, unless there is a peer */
		value = netlink_attribute(
		    m, sizeof(*body), IFA_ADDRESS, size, NULL);
	if (m->nlmsg_type != RTM_NEWADDR || !value ||
	    (!is_ipv4 && body->ifa_family != AF_INET6))
		return true;
	a.interface = body->ifa_index;
	a.prefix = body->ifa_prefixlen;
	a.is_link_local = body->ifa_scope >= RT_SCOPE_LINK;
	a.address.storage.ss_family = body->ifa_family;
	a.address.len = is_ipv4 ? sizeof(*sin) : sizeof(*sin6);
	memcpy(is_ipv4 ? (void *)&sin->sin_addr : (void *)&sin6->sin6_addr,
	    value, size);
	walk->take_address(walk->context, &a);
	return true;
}

int interface_each_address(
    void (*take)(void *context, const struct interface_address *a),
    void *context)
{
	struct walk walk = { .take_address = take, .context = context };
	struct {
		struct nlmsghdr header;
		struct ifaddrmsg body;
	} request = {
		.header.nlmsg_type = RTM_GETADDR,
		.header.nlmsg_flags = NLM_F_DUMP,
		.body.ifa_family = AF_UNSPEC,
	};

	return netlink_ask(NETLINK_ROUTE, &request.header, sizeof(request),
	    &(struct netlink_reader){ read_address, &walk });
}
