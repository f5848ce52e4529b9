/* SPDX-License-Identifier: MIT */
/* The kernel's table of sockets. */
#include "net/sockdiag.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* As idiag_states counts (include/net/tcp_states.h of the kernel). */
#define STATE_LISTEN (1u << 10)

struct search {
	const struct address *wanted;
	struct sockdiag_entry *out;
	bool found;
};

static bool ask(int fd, int family, int type)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 request;
	} message = {
		.header = {
			.nlmsg_len = sizeof(message),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.request = {
			.sdiag_family = (unsigned char)family,
			.sdiag_protocol = type == SOCK_STREAM ? IPPROTO_TCP
							      : IPPROTO_UDP,
			.idiag_states = type == SOCK_STREAM ? STATE_LISTEN
							    : ~0u,
		},
	};

	return send(fd, &message, sizeof(message), 0) >= 0;
}

static struct address address_of(const struct inet_diag_msg *m)
{
	struct address a = { 0 };

	if (m->idiag_family == AF_INET) {
		struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
		a.len = sizeof(*sin);
		sin->sin_family = AF_INET;
		sin->sin_port = m->id.idiag_sport;
		memcpy(&sin->sin_addr, m->id.idiag_src, sizeof(sin->sin_addr));
	} else {
		struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;
		a.len = sizeof(*sin6);
		sin6->sin6_family = AF_INET6;
		sin6->sin6_port = m->id.idiag_sport;
		memcpy(
		    &sin6->sin6_addr, m->id.idiag_src, sizeof(sin6->sin6_addr));
	}
	return a;
}

static bool stands_in_the_way(
    const struct address *theirs, const struct address *wanted)
{
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];

	if (address_port(theirs) != address_port(wanted))
		return false;
	if (address_is_any(theirs) || address_is_any(wanted))
		return true;
	return strcmp(address_host(a, theirs), address_host(b, wanted)) == 0;
}

static void consider(struct search *search, const struct inet_diag_msg *m)
{
	struct address local = address_of(m);

	if (search->found || !stands_in_the_way(&local, search->wanted))
		return;
	search->found = true;
	*search->out = (struct sockdiag_entry){
		.local = local,
		.inode = m->idiag_inode,
	};
}

/* Takes one datagram of the answer. Returns whether more will come. */
static bool read_answer(int fd, struct search *search)
{
	union {
		struct nlmsghdr header;
		char bytes[16384];
	} answer;
	ssize_t got = recv(fd, &answer, sizeof(answer), 0);

	if (got < 0)
		return errno == EINTR;
	size_t left = (size_t)got;
	for (struct nlmsghdr *h = &answer.header; NLMSG_OK(h, left);
	     h = NLMSG_NEXT(h, left)) {
		if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
			return false;
		consider(search, NLMSG_DATA(h));
	}
	return got > 0;
}

bool sockdiag_find_bound(
    const struct address *wanted, int type, struct sockdiag_entry *out)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct search search = { .wanted = wanted, .out = out };

	for (size_t i = 0; i < 2 && !search.found; i++) {
		int fd = socket(
		    AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
		bool more = fd >= 0 && ask(fd, families[i], type);
		while (more)
			more = read_answer(fd, &search);
		if (fd >= 0)
			close(fd);
	}
	return search.found;
}
