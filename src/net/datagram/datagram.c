/* SPDX-License-Identifier: MIT */
/* Datagrams in batches. */
#include "net/datagram/datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/address/peer-fault.h"
#include "net/sockopts.h"
#include "sys/socket-queue.h"

/* Room for the destination and the TTL, of either family. */
#define CONTROL_SIZE 128

struct datagram_room {
	size_t size;
	bool is_used, takes_control;
	unsigned char *bytes;
	struct datagram items[DATAGRAM_BATCH];
	struct mmsghdr headers[DATAGRAM_BATCH];
	struct iovec vectors[DATAGRAM_BATCH];
	_Alignas(struct cmsghdr) char control[DATAGRAM_BATCH][CONTROL_SIZE];
};

static int fail(struct error *err, int sysno)
{
	errno = sysno;
	return error_set(err, peer_fault(sysno), "%s", sysno_phrase(sysno));
}

struct datagram_room *datagram_room_new(size_t size)
{
	struct datagram_room *room = xcalloc(1, sizeof(*room));

	room->size = size;
	room->bytes = xmalloc(DATAGRAM_BATCH * size);
	return room;
}

void datagram_room_free(struct datagram_room *room)
{
	if (!room)
		return;
	free(room->bytes);
	free(room);
}

static void prepare(struct datagram_room *room, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct datagram *d = &room->items[i];
		unsigned char *at = room->bytes + i * room->size;
		*d = (struct datagram){ .bytes = at, .ttl = -1 };
		room->vectors[i] = (struct iovec){ at, room->size };
		room->headers[i].msg_hdr = (struct msghdr){
			.msg_name = &d->peer.storage,
			.msg_namelen = sizeof(d->peer.storage),
			.msg_iov = &room->vectors[i],
			.msg_iovlen = 1,
		};
		if (!room->takes_control)
			continue;
		room->headers[i].msg_hdr.msg_control = room->control[i];
		room->headers[i].msg_hdr.msg_controllen = CONTROL_SIZE;
	}
}

static void read_target_4(const void *data, struct datagram *d)
{
	const struct in_pktinfo *info = data;
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr = info->ipi_addr };
	struct sockaddr_in own = { .sin_family = AF_INET,
		.sin_addr = info->ipi_spec_dst };

	memcpy(&d->to.storage, &to, sizeof(to));
	memcpy(&d->own.storage, &own, sizeof(own));
	d->to.len = d->own.len = sizeof(to);
}

/* IPv4 that came in by an IPv6 socket is told as both; the other is exact. */
static void read_target_6(const void *data, struct datagram *d)
{
	const struct in6_pktinfo *info = data;
	struct sockaddr_in6 to = { .sin6_family = AF_INET6,
		.sin6_addr = info->ipi6_addr };

	if (IN6_IS_ADDR_V4MAPPED(&info->ipi6_addr))
		return;
	if (IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr))
		to.sin6_scope_id = info->ipi6_ifindex;
	memcpy(&d->to.storage, &to, sizeof(to));
	d->to.len = sizeof(to);
	if (!IN6_IS_ADDR_MULTICAST(&info->ipi6_addr))
		d->own = d->to;
}

static void read_control(struct msghdr *header, struct datagram *d)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c;
	     c = CMSG_NXTHDR(header, c)) {
		bool is_4 = c->cmsg_level == IPPROTO_IP;
		bool is_6 = c->cmsg_level == IPPROTO_IPV6;
		const void *data = CMSG_DATA(c);

		if (is_4 && c->cmsg_type == IP_PKTINFO)
			read_target_4(data, d);
		else if (is_6 && c->cmsg_type == IPV6_PKTINFO)
			read_target_6(data, d);
		else if ((is_4 && c->cmsg_type == IP_TTL) ||
			 (is_6 && c->cmsg_type == IPV6_HOPLIMIT))
			memcpy(&d->ttl, data, sizeof(d->ttl));
	}
}

/* Has a datagram sent from one of our addresses. */
static void set_source(
    struct msghdr *header, void *control, const struct address *own)
{
	const struct sockaddr_in *sin = (const void *)&own->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&own->storage;
	bool is_6 = own->storage.ss_family == AF_INET6;
	struct in_pktinfo info = { .ipi_spec_dst = sin->sin_addr };
	struct in6_pktinfo info6 = { .ipi6_addr = sin6->sin6_addr,
		.ipi6_ifindex = sin6->sin6_scope_id };
	size_t len = is_6 ? sizeof(info6) : sizeof(info);

	memset(control, 0, CONTROL_SIZE);
	header->msg_control = control;
	header->msg_controllen = CMSG_SPACE(len);
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	c->cmsg_level = is_6 ? IPPROTO_IPV6 : IPPROTO_IP;
	c->cmsg_type = is_6 ? IPV6_PKTINFO : IP_PKTINFO;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(c), is_6 ? (const void *)&info6 : (void *)&info, len);
}

/* A peer on a Unix socket can send descriptors along (SCM_RIGHTS). Without room
 * for them the kernel closes them at once. */
static bool may_take_control(int fd)
{
	struct address local = address_local(fd);

	return local.storage.ss_family != AF_UNIX;
}

int datagram_receive(
    int fd, struct datagram_room *room, size_t limit, struct error *err)
{
	size_t count = limit < DATAGRAM_BATCH ? limit : DATAGRAM_BATCH;

	if (!room->is_used)
		room->takes_control = may_take_control(fd);
	room->is_used = true;
	prepare(room, count);
	int got =
	    recvmmsg(fd, room->headers, (unsigned)count, MSG_DONTWAIT, NULL);
	if (got < 0)
		return sysno_is_transient(errno) ? 0 : fail(err, errno);
	for (int i = 0; i < got; i++) {
		struct datagram *d = &room->items[i];
		struct msghdr *header = &room->headers[i].msg_hdr;
		d->len = room->headers[i].msg_len;
		d->peer.len = header->msg_namelen;
		d->was_cut = header->msg_flags & MSG_TRUNC;
		read_control(header, d);
	}
	return got;
}

const struct datagram *datagram_at(const struct datagram_room *room, size_t i)
{
	return &room->items[i];
}

int datagram_send(
    int fd, const struct datagram *items, size_t count, struct error *err)
{
	struct mmsghdr headers[DATAGRAM_BATCH];
	struct iovec vectors[DATAGRAM_BATCH];
	_Alignas(struct cmsghdr) char control[DATAGRAM_BATCH][CONTROL_SIZE];

	if (count > DATAGRAM_BATCH)
		count = DATAGRAM_BATCH;
	for (size_t i = 0; i < count; i++) {
		const struct datagram *d = &items[i];
		vectors[i] =
		    (struct iovec){ (void *)(uintptr_t)d->bytes, d->len };
		headers[i].msg_hdr = (struct msghdr){
			.msg_name = d->peer.len
			                ? (void *)(uintptr_t)&d->peer.storage
			                : NULL,
			.msg_namelen = d->peer.len,
			.msg_iov = &vectors[i],
			.msg_iovlen = 1,
		};
		if (d->own.len)
			set_source(&headers[i].msg_hdr, control[i], &d->own);
	}
	int sent =
	    sendmmsg(fd, headers, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent >= 0)
		return sent;
	return sysno_is_transient(errno) || errno == ENOBUFS ? 0
	                                                     : fail(err, errno);
}

int datagram_check_errors(int fd, struct error *err)
{
	int sysno = socket_queue_take_error(fd);
	socklen_t len = sizeof(sysno);

	if (!sysno)
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &sysno, &len);
	return sysno ? fail(err, sysno) : 0;
}

/* Sets a pair of options, of which a socket may know only one. */
static void set_both(int fd, const struct sockopt_name *ip,
    const struct sockopt_name *ipv6, const char *why, struct tap *tap)
{
	struct address local = address_local(fd);

	if (local.storage.ss_family == AF_INET6)
		sockopts_set_number(fd, ipv6, 1, why, tap);
	if (local.storage.ss_family == AF_INET ||
	    local.storage.ss_family == AF_INET6)
		sockopts_set_number(fd, ip, 1, why, tap);
}

void datagram_want_errors(int fd, struct tap *tap)
{
	static const struct sockopt_name ip =
	    SOCKOPT_NAME(IPPROTO_IP, IP_RECVERR);
	static const struct sockopt_name ipv6 =
	    SOCKOPT_NAME(IPPROTO_IPV6, IPV6_RECVERR);

	set_both(
	    fd, &ip, &ipv6, "ICMP errors about sent datagrams are kept", tap);
}

void datagram_want_details(int fd, struct tap *tap)
{
	static const struct sockopt_name to =
	    SOCKOPT_NAME(IPPROTO_IP, IP_PKTINFO);
	static const struct sockopt_name to6 =
	    SOCKOPT_NAME(IPPROTO_IPV6, IPV6_RECVPKTINFO);
	static const struct sockopt_name ttl =
	    SOCKOPT_NAME(IPPROTO_IP, IP_RECVTTL);
	static const struct sockopt_name ttl6 =
	    SOCKOPT_NAME(IPPROTO_IPV6, IPV6_RECVHOPLIMIT);

	set_both(fd, &to, &to6, "the address that a datagram came to", tap);
	set_both(fd, &ttl, &ttl6, "the hops that a datagram had left", tap);
}
