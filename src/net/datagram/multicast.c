/* SPDX-License-Identifier: MIT */
/* Multicast groups. */
#include "net/datagram/multicast.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/address/lookup.h"

bool multicast_is(const struct address *a)
{
	const struct sockaddr_in *sin = (const void *)&a->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	if (a->storage.ss_family == AF_INET)
		return IN_MULTICAST(ntohl(sin->sin_addr.s_addr));
	return a->storage.ss_family == AF_INET6 &&
	       IN6_IS_ADDR_MULTICAST(&sin6->sin6_addr);
}

static bool is_name_of_one(const char *name)
{
	struct address a = { 0 };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;

	if (inet_pton(AF_INET, name, &sin->sin_addr) == 1)
		a.storage.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, name, &sin6->sin6_addr) == 1)
		a.storage.ss_family = AF_INET6;
	return multicast_is(&a);
}

struct multicast_group multicast_group_parse(const char *word)
{
	size_t len = strcspn(word, "%");
	struct multicast_group group = {
		.name = xasprintf("%.*s", (int)len, word),
	};

	group.is_one = is_name_of_one(group.name);
	if (word[len])
		group.interface = if_nametoindex(word + len + 1);
	if (word[len] && !group.interface)
		group.unknown = word + len + 1;
	return group;
}

/* MCAST_JOIN_GROUP has one form for both families (RFC 3678). */
static int join(int fd, const struct group_req *request, const char *group,
    struct tap *tap, struct error *err)
{
	int level =
	    request->gr_group.ss_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
	int result =
	    setsockopt(fd, level, MCAST_JOIN_GROUP, request, sizeof(*request));

	tap_call(tap, result, "what is sent to the group is received as well",
	    "setsockopt(%d, %s, MCAST_JOIN_GROUP, %s)", fd,
	    level == IPPROTO_IP ? "IPPROTO_IP" : "IPPROTO_IPV6", group);
	if (result == 0)
		return 0;
	bool lacks_interface = errno == ENODEV && !request->gr_interface;
	error_sys(err, FAULT_BIND, "cannot join the group %s", group);
	if (lacks_interface)
		error_suggest(err, HINT_GROUP_INTERFACE, group);
	return -1;
}

int multicast_join(int fd, const char *word, struct tap *tap, struct error *err)
{
	struct multicast_group group = multicast_group_parse(word);
	struct group_req request = { .gr_interface = group.interface };
	struct lookup_opts lookup = {
		.host = group.name,
		.type = SOCK_DGRAM,
		.numeric = true,
	};
	struct lookup_result found;
	int result = -1;

	if (group.unknown)
		error_set(err, FAULT_BIND,
		    "cannot join the group %s: no interface '%s'", group.name,
		    group.unknown);
	else if (lookup_run(&lookup, &found, err) == 0) {
		const struct address *a = &found.addresses.items[0];
		memcpy(&request.gr_group, &a->storage, a->len);
		result = multicast_is(a)
		             ? join(fd, &request, word, tap, err)
		             : error_set(err, FAULT_USAGE,
				   "'%s' is not a multicast group", group.name);
		lookup_free(&found);
	}
	free(group.name);
	return result;
}
