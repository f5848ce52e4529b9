/* SPDX-License-Identifier: MIT */
/* The table of sockets of the kernel. */
#include "sys/socket/socket-table.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* States as the kernel counts them (include/net/tcp_states.h). */
enum { STATE_ESTABLISHED = 1, STATE_LISTEN = 10 };

struct search {
	const struct address *wanted;
	int type;
	bool is_path; /* wanted; of its file: */
	dev_t device;
	ino_t inode;
	void (*consider)(struct search *s, const struct nlmsghdr *answer);
	struct socket_entry *out;
	bool found;
	int sysno; /* why the kernel gave no answer; or 0 */
};

/* The last message of an answer carries 0 or a negative errno. */
static int end_of(const struct nlmsghdr *last)
{
	int result = 0;

	if (last->nlmsg_len >= NLMSG_LENGTH(sizeof(result)))
		memcpy(&result, NLMSG_DATA(last), sizeof(result));
	return -result;
}

/* Takes one datagram of the answer. Returns whether more will come. */
static bool read_answer(int fd, struct search *search)
{
	union {
		struct nlmsghdr header;
		char bytes[16384];
	} answer;
	ssize_t got = recv(fd, &answer, sizeof(answer), 0);

	if (got < 0 && errno == EINTR)
		return true;
	if (got < 0)
		search->sysno = errno;
	size_t left = got < 0 ? 0 : (size_t)got;
	for (struct nlmsghdr *h = &answer.header; NLMSG_OK(h, left);
	     h = NLMSG_NEXT(h, left)) {
		if (h->nlmsg_type == NLMSG_DONE ||
		    h->nlmsg_type == NLMSG_ERROR) {
			search->sysno = end_of(h);
			return false;
		}
		if (!search->found)
			search->consider(search, h);
	}
	return got > 0;
}

/* Sends the request, which begins with a header, and reads all answers. */
static void ask(struct search *search, struct nlmsghdr *request, size_t len)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	request->nlmsg_len = (uint32_t)len;
	request->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	bool more = fd >= 0 && send(fd, request, len, 0) >= 0;
	if (!more)
		search->sysno = errno;
	while (more && !search->found)
		more = read_answer(fd, search);
	if (fd >= 0)
		close(fd);
}

/* Finds an attribute of this kind after a body of this size; NULL if there is
 * none, or it is shorter than least. */
static const void *find_attribute(const struct nlmsghdr *answer, size_t body,
    unsigned short kind, size_t least, size_t *len)
{
	const char *first =
	    (const char *)NLMSG_DATA(answer) + NLMSG_ALIGN(body);
	size_t left = answer->nlmsg_len - NLMSG_SPACE(body);

	for (const struct rtattr *a = (const void *)first; RTA_OK(a, left);
	     a = RTA_NEXT(a, left)) {
		*len = RTA_PAYLOAD(a);
		if (a->rta_type == kind && *len >= least)
			return RTA_DATA(a);
	}
	return NULL;
}

/* TCP and UDP */

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

static bool is_ipv6_only(const struct nlmsghdr *answer)
{
	size_t len;
	const unsigned char *only = find_attribute(
	    answer, sizeof(struct inet_diag_msg), INET_DIAG_SKV6ONLY, 1, &len);

	return only && *only;
}

/* Whether the socket receives what is sent to the wanted address. All addresses
 * of IPv6 include those of IPv4, unless the socket is for IPv6 only. */
static bool takes(
    const struct address *local, bool ipv6_only, const struct address *wanted)
{
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];
	int family = address_family(local), other = address_family(wanted);

	if (address_port(local) != address_port(wanted))
		return false;
	if (address_is_any(local))
		return family == other || (family == AF_INET6 && !ipv6_only);
	if (address_is_any(wanted))
		return family == other || other == AF_INET6;
	/* The table has no scopes. */
	address_host(a, local);
	address_host(b, wanted);
	b[strcspn(b, "%")] = '\0';
	return strcmp(a, b) == 0;
}

static void consider_inet(struct search *s, const struct nlmsghdr *answer)
{
	const struct inet_diag_msg *m = NLMSG_DATA(answer);
	struct address local = address_of(m);

	s->found = takes(&local, is_ipv6_only(answer), s->wanted);
	*s->out = (struct socket_entry){
		.local = local,
		.type = s->type,
		.listens = s->type == SOCK_STREAM,
		.inode = m->idiag_inode,
	};
}

static void find_inet(struct search *search)
{
	static const unsigned char families[] = { AF_INET, AF_INET6 };
	bool is_tcp = search->type == SOCK_STREAM;

	search->consider = consider_inet;
	for (size_t i = 0; i < 2 && !search->found; i++) {
		struct {
			struct nlmsghdr header;
			struct inet_diag_req_v2 body;
		} request = {
			.body = {
				.sdiag_family = families[i],
				.sdiag_protocol =
				    is_tcp ? IPPROTO_TCP : IPPROTO_UDP,
				.idiag_states =
				    is_tcp ? 1u << STATE_LISTEN : ~0u,
				.id.idiag_sport =
				    htons((uint16_t)address_port(
					search->wanted)),
			},
		};
		ask(search, &request.header, sizeof(request));
	}
}

/* Unix sockets */

/* The kernel gives the inode's lower half, and its own form of the device
 * (MKDEV in include/linux/kdev_t.h). */
static bool is_bound_to_file(
    const struct search *s, const struct nlmsghdr *answer)
{
	size_t len;
	const struct unix_diag_vfs *file = find_attribute(answer,
	    sizeof(struct unix_diag_msg), UNIX_DIAG_VFS, sizeof(*file), &len);

	return file && file->udiag_vfs_ino == (uint32_t)s->inode &&
	       makedev(file->udiag_vfs_dev >> 20,
		   file->udiag_vfs_dev & 0xfffff) == s->device;
}

static bool is_bound_to_name(
    const struct search *s, const struct nlmsghdr *answer)
{
	const struct unix_diag_msg *m = NLMSG_DATA(answer);
	size_t len, wanted_len;
	const char *wanted = address_unix_name(s->wanted, &wanted_len);
	const char *name =
	    find_attribute(answer, sizeof(*m), UNIX_DIAG_NAME, 1, &len);

	return name && wanted && len == wanted_len &&
	       memcmp(name, wanted, len) == 0 &&
	       (!s->type || s->type == m->udiag_type);
}

static void consider_unix(struct search *s, const struct nlmsghdr *answer)
{
	const struct unix_diag_msg *m = NLMSG_DATA(answer);

	/* A connection has the address of the listener that accepted it, also
	 * when that is closed. */
	if (m->udiag_state == STATE_ESTABLISHED && m->udiag_type != SOCK_DGRAM)
		return;
	s->found = s->is_path ? is_bound_to_file(s, answer)
	                      : is_bound_to_name(s, answer);
	*s->out = (struct socket_entry){
		.local = *s->wanted,
		.type = m->udiag_type,
		.listens = m->udiag_state == STATE_LISTEN,
		.inode = m->udiag_ino,
	};
}

static void find_unix(struct search *search)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req body;
	} request = {
		.body = {
			.sdiag_family = AF_UNIX,
			.udiag_states = ~0u,
			.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS,
		},
	};
	size_t len;
	const char *name = address_unix_name(search->wanted, &len);
	struct stat st = { 0 };

	search->is_path = name && name[0];
	if (search->is_path && stat(name, &st) < 0)
		return; /* no file, no socket */
	search->device = st.st_dev;
	search->inode = st.st_ino;
	search->consider = consider_unix;
	ask(search, &request.header, sizeof(request));
}

bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out)
{
	struct search search = { .wanted = wanted, .type = type, .out = out };

	if (address_family(wanted) == AF_UNIX)
		find_unix(&search);
	else
		find_inet(&search);
	errno = search.sysno;
	return search.found;
}
