/* SPDX-License-Identifier: MIT */
/* Whether a host on the same link has answered. */
#include "sys/net/neighbour.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>

#include "sys/linux/netlink.h"

struct search {
	unsigned interface;
	const void *wanted;
	size_t size;
	enum neighbour_state state;
};

static enum neighbour_state state_of(unsigned state)
{
	if (state & NUD_FAILED)
		return NEIGHBOUR_SILENT;
	if (state & NUD_INCOMPLETE)
		return NEIGHBOUR_ASKED;
	if (state & (NUD_DELAY | NUD_STALE | NUD_PROBE))
		return NEIGHBOUR_OLD;
	if (state & NUD_REACHABLE)
		return NEIGHBOUR_THERE;
	return NEIGHBOUR_UNKNOWN; /* NUD_NOARP, NUD_PERMANENT */
}

static bool read_neighbour(void *context, const struct nlmsghdr *m)
{
	struct search *s = context;
	const struct ndmsg *body = NLMSG_DATA(m);
	const void *address =
	    netlink_attribute(m, sizeof(*body), NDA_DST, s->size, NULL);

	if (m->nlmsg_type != RTM_NEWNEIGH || !address ||
	    (unsigned)body->ndm_ifindex != s->interface ||
	    memcmp(address, s->wanted, s->size) != 0)
		return true;
	s->state = state_of(body->ndm_state);
	return false;
}

enum neighbour_state neighbour_find(unsigned interface, const struct address *a)
{
	struct address plain = address_unmapped(a);
	const struct sockaddr_in *sin = (const void *)&plain.storage;
	const struct sockaddr_in6 *sin6 = (const void *)&plain.storage;
	bool is_ipv4 = plain.storage.ss_family == AF_INET;
	struct search search = {
		.interface = interface,
		.wanted = is_ipv4 ? (const void *)&sin->sin_addr
		                  : (const void *)&sin6->sin6_addr,
		.size =
		    is_ipv4 ? sizeof(sin->sin_addr) : sizeof(sin6->sin6_addr),
		.state = NEIGHBOUR_UNKNOWN,
	};
	struct {
		struct nlmsghdr header;
		struct ndmsg body;
	} request = {
		.header.nlmsg_type = RTM_GETNEIGH,
		.header.nlmsg_flags = NLM_F_DUMP,
		.body.ndm_family = plain.storage.ss_family,
	};

	netlink_ask(NETLINK_ROUTE, &request.header, sizeof(request),
	    &(struct netlink_reader){ read_neighbour, &search });
	return search.state;
}
