/* SPDX-License-Identifier: MIT */
/* The table of sockets of the kernel. */
#include "sys/socket/socket-table.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "sys/linux/netlink.h"

/* States as the kernel counts them (include/net/tcp_states.h). */
enum {
	STATE_ESTABLISHED = 1,
	STATE_SYN_RECEIVED = 3,
	STATE_TIME_WAIT = 6,
	STATE_CLOSE_WAIT = 8,
	STATE_LISTEN = 10,
};

/* Of the address that is wanted. */
struct search {
	const struct address *wanted;
	int type;
	bool is_path; /* wanted; of its file: */
	dev_t device;
	ino_t inode;
	struct socket_entry *out;
	bool found;
};

/* TCP and UDP */

static struct address make_address(
    const struct inet_diag_msg *m, const void *host, uint16_t port)
{
	struct address a = { 0 };

	if (m->idiag_family == AF_INET) {
		struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
		a.len = sizeof(*sin);
		sin->sin_family = AF_INET;
		sin->sin_port = port;
		memcpy(&sin->sin_addr, host, sizeof(sin->sin_addr));
	} else {
		struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;
		a.len = sizeof(*sin6);
		sin6->sin6_family = AF_INET6;
		sin6->sin6_port = port;
		memcpy(&sin6->sin6_addr, host, sizeof(sin6->sin6_addr));
	}
	return a;
}

static bool is_ipv6_only(const struct nlmsghdr *answer)
{
	const unsigned char *only = netlink_attribute(
	    answer, sizeof(struct inet_diag_msg), INET_DIAG_SKV6ONLY, 1, NULL);

	return only && *only;
}

static struct socket_entry make_entry(const struct nlmsghdr *answer, int type)
{
	const struct inet_diag_msg *m = NLMSG_DATA(answer);
	bool listens = type == SOCK_STREAM;
	struct socket_entry entry = {
		.local = make_address(m, m->id.idiag_src, m->id.idiag_sport),
		.type = type,
		.listens = listens,
		.is_connected = !listens && m->idiag_state == STATE_ESTABLISHED,
		.inode = m->idiag_inode,
		.user = m->idiag_uid,
		.interface = m->id.idiag_if,
		.waiting = listens ? m->idiag_rqueue : 0,
		.backlog = listens ? m->idiag_wqueue : 0,
	};

	entry.local.takes_both =
	    m->idiag_family == AF_INET6 && !is_ipv6_only(answer);
	return entry;
}

bool socket_entry_takes(
    const struct socket_entry *entry, const struct address *wanted)
{
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];
	const struct address *local = &entry->local;
	int family = address_family(local), other = address_family(wanted);

	if (address_port(local) != address_port(wanted))
		return false;
	if (address_is_any(local))
		return family == other ||
		       (family == AF_INET6 && local->takes_both);
	if (address_is_any(wanted))
		return family == other || other == AF_INET6;
	/* The table has no scopes. */
	address_host(a, local);
	address_host(b, wanted);
	b[strcspn(b, "%")] = '\0';
	return strcmp(a, b) == 0;
}

/* Asks for the sockets of both families that have the port; 0: any. */
static int ask_inet(int protocol, unsigned port, uint32_t states,
    const struct netlink_reader *reader)
{
	static const unsigned char families[] = { AF_INET, AF_INET6 };

	for (size_t i = 0; i < sizeof(families); i++) {
		struct {
			struct nlmsghdr header;
			struct inet_diag_req_v2 body;
		} request = {
			.header.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.header.nlmsg_flags = NLM_F_DUMP,
			.body = {
				.sdiag_family = families[i],
				.sdiag_protocol = (unsigned char)protocol,
				.idiag_states = states,
				.id.idiag_sport = htons((uint16_t)port),
			},
		};
		if (netlink_ask(NETLINK_SOCK_DIAG, &request.header,
			sizeof(request), reader) < 0)
			return -1;
	}
	return 0;
}

static int ask_type(
    int type, unsigned port, const struct netlink_reader *reader)
{
	bool is_tcp = type == SOCK_STREAM;

	return ask_inet(is_tcp ? IPPROTO_TCP : IPPROTO_UDP, port,
	    is_tcp ? 1u << STATE_LISTEN : ~0u, reader);
}

static bool consider_inet(void *context, const struct nlmsghdr *answer)
{
	struct search *s = context;

	if (s->found) /* by the family before */
		return false;
	struct socket_entry entry = make_entry(answer, s->type);
	s->found = socket_entry_takes(&entry, s->wanted);
	if (s->found)
		*s->out = entry;
	return !s->found;
}

static int find_inet(struct search *search)
{
	return ask_type(search->type, address_port(search->wanted),
	    &(struct netlink_reader){ consider_inet, search });
}

struct walk {
	int type;
	void (*take)(void *context, const struct socket_entry *entry);
	void *context;
};

static bool show(void *context, const struct nlmsghdr *answer)
{
	const struct walk *w = context;
	struct socket_entry entry = make_entry(answer, w->type);

	w->take(w->context, &entry);
	return true;
}

int socket_table_each(int type, unsigned port,
    void (*take)(void *context, const struct socket_entry *entry),
    void *context)
{
	struct walk walk = { type, take, context };

	return ask_type(type, port, &(struct netlink_reader){ show, &walk });
}

static bool count(void *context, const struct nlmsghdr *answer)
{
	const struct inet_diag_msg *m = NLMSG_DATA(answer);
	struct socket_counts *counts = context;

	if (m->idiag_state == STATE_SYN_RECEIVED) {
		counts->syn_received++;
		counts->syn_sender =
		    make_address(m, m->id.idiag_dst, m->id.idiag_dport);
	}
	counts->established += m->idiag_state == STATE_ESTABLISHED;
	counts->time_wait += m->idiag_state == STATE_TIME_WAIT;
	counts->close_wait +=
	    m->idiag_state == STATE_CLOSE_WAIT && m->idiag_inode;
	return true;
}

int socket_table_count(unsigned port, struct socket_counts *out)
{
	*out = (struct socket_counts){ 0 };
	return ask_inet(IPPROTO_TCP, port,
	    1u << STATE_SYN_RECEIVED | 1u << STATE_ESTABLISHED |
		1u << STATE_TIME_WAIT | 1u << STATE_CLOSE_WAIT,
	    &(struct netlink_reader){ count, out });
}

/* Unix sockets */

/* The kernel gives the inode's lower half, and its own form of the device
 * (MKDEV in include/linux/kdev_t.h). */
static bool is_bound_to_file(
    const struct search *s, const struct nlmsghdr *answer)
{
	const struct unix_diag_vfs *file = netlink_attribute(answer,
	    sizeof(struct unix_diag_msg), UNIX_DIAG_VFS, sizeof(*file), NULL);

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
	    netlink_attribute(answer, sizeof(*m), UNIX_DIAG_NAME, 1, &len);

	return name && wanted && len == wanted_len &&
	       memcmp(name, wanted, len) == 0 &&
	       (!s->type || s->type == m->udiag_type);
}

static bool consider_unix(void *context, const struct nlmsghdr *answer)
{
	struct search *s = context;
	const struct unix_diag_msg *m = NLMSG_DATA(answer);
	bool listens = m->udiag_state == STATE_LISTEN;

	/* A connection has the address of the listener that accepted it, also
	 * when that is closed. */
	if (m->udiag_state == STATE_ESTABLISHED && m->udiag_type != SOCK_DGRAM)
		return true;
	s->found = s->is_path ? is_bound_to_file(s, answer)
	                      : is_bound_to_name(s, answer);
	if (!s->found)
		return true;
	const struct unix_diag_rqlen *queue = netlink_attribute(
	    answer, sizeof(*m), UNIX_DIAG_RQLEN, sizeof(*queue), NULL);
	*s->out = (struct socket_entry){
		.local = *s->wanted,
		.type = m->udiag_type,
		.listens = listens,
		.inode = m->udiag_ino,
		.waiting = listens && queue ? queue->udiag_rqueue : 0,
		.backlog = listens && queue ? queue->udiag_wqueue : 0,
	};
	return false;
}

static int find_unix(struct search *search)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req body;
	} request = {
		.header.nlmsg_type = SOCK_DIAG_BY_FAMILY,
		.header.nlmsg_flags = NLM_F_DUMP,
		.body = {
			.sdiag_family = AF_UNIX,
			.udiag_states = ~0u,
			.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS |
				      UDIAG_SHOW_RQLEN,
		},
	};
	size_t len;
	const char *name = address_unix_name(search->wanted, &len);
	struct stat st = { 0 };

	search->is_path = name && name[0];
	if (search->is_path && stat(name, &st) < 0)
		return 0; /* no file, no socket */
	search->device = st.st_dev;
	search->inode = st.st_ino;
	return netlink_ask(NETLINK_SOCK_DIAG, &request.header, sizeof(request),
	    &(struct netlink_reader){ consider_unix, search });
}

bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out)
{
	struct search search = { .wanted = wanted, .type = type, .out = out };
	bool is_unix = address_family(wanted) == AF_UNIX;

	if ((is_unix ? find_unix(&search) : find_inet(&search)) == 0)
		errno = 0;
	return search.found;
}
