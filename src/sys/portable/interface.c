/* SPDX-License-Identifier: MIT */
/* The network interfaces, as getifaddrs(3) has them. */
#include "sys/net/interface.h"

#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static struct interface describe(const struct ifaddrs *i)
{
	struct interface out = {
		.index = if_nametoindex(i->ifa_name),
		.is_up = i->ifa_flags & IFF_UP,
		.has_carrier = i->ifa_flags & IFF_RUNNING,
		.is_loopback = i->ifa_flags & IFF_LOOPBACK,
		.is_ethernet = i->ifa_flags & IFF_BROADCAST,
	};

	snprintf(out.name, sizeof(out.name), "%s", i->ifa_name);
	return out;
}

int interface_find(unsigned index, struct interface *out)
{
	struct ifaddrs *list;

	*out = (struct interface){ 0 };
	if (getifaddrs(&list) < 0)
		return -1;
	for (const struct ifaddrs *i = list; i && !out->index; i = i->ifa_next)
		if (if_nametoindex(i->ifa_name) == index)
			*out = describe(i);
	freeifaddrs(list);
	errno = ENODEV;
	return out->index ? 0 : -1;
}

/* Whether the interface stands in the list before that entry. */
static bool was_shown(const struct ifaddrs *list, const struct ifaddrs *entry)
{
	for (; list != entry; list = list->ifa_next)
		if (strcmp(list->ifa_name, entry->ifa_name) == 0)
			return true;
	return false;
}

int interface_each(
    void (*take)(void *context, const struct interface *interface),
    void *context)
{
	struct ifaddrs *list;

	if (getifaddrs(&list) < 0)
		return -1;
	for (const struct ifaddrs *i = list; i; i = i->ifa_next) {
		struct interface one = describe(i);
		if (!was_shown(list, i))
			take(context, &one);
	}
	freeifaddrs(list);
	return 0;
}

/* The family of a mask is not filled in by all systems. */
static unsigned count_bits(const struct sockaddr *mask, int family)
{
	const struct sockaddr_in *sin = (const void *)mask;
	const struct sockaddr_in6 *sin6 = (const void *)mask;
	bool is_ipv4 = family == AF_INET;
	const unsigned char *bytes = is_ipv4 ? (const void *)&sin->sin_addr
	                                     : (const void *)&sin6->sin6_addr;
	unsigned bits = 0, most = is_ipv4 ? 32 : 128;

	while (bits < most && bytes[bits / 8] & 0x80 >> bits % 8)
		bits++;
	return bits;
}

static bool is_link_local(const struct address *a)
{
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	return a->storage.ss_family == AF_INET6 &&
	       (IN6_IS_ADDR_LINKLOCAL(&sin6->sin6_addr) ||
		   IN6_IS_ADDR_LOOPBACK(&sin6->sin6_addr));
}

int interface_each_address(
    void (*take)(void *context, const struct interface_address *a),
    void *context)
{
	struct ifaddrs *list;

	if (getifaddrs(&list) < 0)
		return -1;
	for (const struct ifaddrs *i = list; i; i = i->ifa_next) {
		int family = i->ifa_addr ? i->ifa_addr->sa_family : AF_UNSPEC;
		struct interface_address a = { 0 };
		if (!i->ifa_netmask ||
		    (family != AF_INET && family != AF_INET6))
			continue;
		a.interface = if_nametoindex(i->ifa_name);
		a.address.len = family == AF_INET ? sizeof(struct sockaddr_in)
		                                  : sizeof(struct sockaddr_in6);
		memcpy(&a.address.storage, i->ifa_addr, a.address.len);
		a.prefix = count_bits(i->ifa_netmask, family);
		a.is_link_local = is_link_local(&a.address);
		take(context, &a);
	}
	freeifaddrs(list);
	return 0;
}
