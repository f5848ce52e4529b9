/* SPDX-License-Identifier: MIT */
/* Datagrams: receiving them in batches, sending them one by one. */
#include "net/datagram/datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/sockopts.h"
#include "stream/socket.h"
#include "sys/socket/message.h"
#include "sys/socket/packet-info.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/system-option.h"

/* Room for one message. */
struct slot {
	struct sockaddr_storage peer;
	struct iovec vector;
	_Alignas(struct cmsghdr) char control[PACKET_INFO_SIZE];
};

struct datagram_room {
	struct tap *tap;
	size_t size;
	bool is_used, takes_control, peeks;
	unsigned char *bytes;
	size_t stale;         /* headers that the kernel has changed */
	size_t count, opened; /* of the messages received */
	struct datagram current;
	size_t left, segment; /* bytes of the open message, of each datagram */
	struct message headers[DATAGRAM_BATCH];
	struct slot slots[DATAGRAM_BATCH];
};

struct datagram_room *datagram_room_new(size_t size, struct tap *tap)
{
	struct datagram_room *room = xcalloc(1, sizeof(*room));

	room->tap = tap;
	room->size = size;
	room->bytes = xmalloc(DATAGRAM_BATCH * size);
	room->stale = DATAGRAM_BATCH;
	return room;
}

void datagram_room_free(struct datagram_room *room)
{
	if (!room)
		return;
	free(room->bytes);
	free(room);
}

void datagram_room_peek(struct datagram_room *room)
{
	room->peeks = true;
}

static void prepare(struct datagram_room *room)
{
	for (size_t i = 0; i < room->stale; i++) {
		struct slot *slot = &room->slots[i];
		slot->vector =
		    (struct iovec){ room->bytes + i * room->size, room->size };
		room->headers[i].header = (struct msghdr){
			.msg_name = &slot->peer,
			.msg_namelen = sizeof(slot->peer),
			.msg_iov = &slot->vector,
			.msg_iovlen = 1,
		};
		if (!room->takes_control)
			continue;
		room->headers[i].header.msg_control = slot->control;
		room->headers[i].header.msg_controllen = PACKET_INFO_SIZE;
	}
	room->stale = 0;
}

static void read_control(struct msghdr *header, struct datagram_room *room)
{
	struct datagram *d = &room->current;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c;
	     c = CMSG_NXTHDR(header, c)) {
		packet_info_read(c, &d->to, &d->own, &d->ttl);
		packet_info_read_segment(c, &room->segment);
	}
}

/* Whether control messages may be received. A peer on a Unix socket can send
 * descriptors (SCM_RIGHTS), which the kernel closes if there is no room. */
static bool may_take_control(int fd)
{
	struct address local = address_local(fd);

	return local.storage.ss_family != AF_UNIX;
}

static void tell_received(
    const struct datagram_room *room, int fd, size_t count, int got)
{
	const struct tap_data_call call = { message_calls.receive,
		room->peeks ? "messages, MSG_PEEK" : "messages", fd, count };
	uint64_t bytes = 0;

	if (!tap_wants(room->tap, TAP_CALL) ||
	    (got < 0 && sysno_is_transient(errno)))
		return;
	for (int i = 0; i < got; i++)
		bytes += room->headers[i].len;
	tap_data_call(room->tap, &call, got, bytes, NULL);
}

int datagram_receive(
    int fd, struct datagram_room *room, size_t limit, struct error *err)
{
	size_t count = limit < DATAGRAM_BATCH ? limit : DATAGRAM_BATCH;

	if (!room->is_used)
		room->takes_control = may_take_control(fd);
	room->is_used = true;
	room->count = room->opened = room->left = 0;
	prepare(room);
	int got = message_receive_many(
	    fd, room->headers, (unsigned)count, room->peeks ? MSG_PEEK : 0);
	tell_received(room, fd, count, got);
	if (got < 0)
		return sysno_is_transient(errno) ? 0 : error_peer(err, errno);
	room->count = room->stale = (size_t)got;
	return got;
}

static void open_message(struct datagram_room *room, size_t i)
{
	struct msghdr *header = &room->headers[i].header;
	struct datagram *d = &room->current;

	d->bytes = room->slots[i].vector.iov_base;
	d->was_cut = header->msg_flags & MSG_TRUNC;
	d->ttl = -1;
	d->to.len = d->own.len = 0;
	d->peer.len = header->msg_namelen;
	memcpy(&d->peer.storage, &room->slots[i].peer, header->msg_namelen);
	room->left = room->segment = room->headers[i].len;
	read_control(header, room);
}

const struct datagram *datagram_next(struct datagram_room *room)
{
	struct datagram *d = &room->current;

	if (room->left > 0)
		d->bytes += d->len;
	else if (room->opened < room->count)
		open_message(room, room->opened++);
	else
		return NULL;
	d->len = room->left < room->segment ? room->left : room->segment;
	room->left -= d->len;
	return d;
}

void datagram_tell_sent(struct tap *tap, const struct tap_data_call *call,
    ssize_t result, uint64_t bytes)
{
	if (result >= 0 || !sysno_is_transient(errno))
		tap_data_call(tap, call, (long)result, bytes,
		    result == 0 ? "an empty datagram" : NULL);
}

int datagram_not_sent(struct error *err)
{
	return sysno_is_transient(errno) || errno == ENOBUFS
	           ? 0
	           : error_peer(err, errno);
}

int datagram_send(
    int fd, const struct datagram *d, struct tap *tap, struct error *err)
{
	_Alignas(struct cmsghdr) char control[PACKET_INFO_SIZE];
	struct iovec vector = { (void *)(uintptr_t)d->bytes, d->len };
	struct msghdr header = {
		.msg_name =
		    d->peer.len ? (void *)(uintptr_t)&d->peer.storage : NULL,
		.msg_namelen = d->peer.len,
		.msg_iov = &vector,
		.msg_iovlen = 1,
	};

	if (d->own.len)
		packet_info_set_source(&header, control, &d->own);
	ssize_t n = sendmsg(fd, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
	datagram_tell_sent(tap,
	    &(struct tap_data_call){ "sendmsg", "message", fd, d->len }, n,
	    n < 0 ? 0 : (uint64_t)n);
	return n >= 0 ? 1 : datagram_not_sent(err);
}

int datagram_check_errors(int fd, struct error *err)
{
	int sysno = socket_queue_take_error(fd);

	if (!sysno)
		sysno = socket_take_error(fd);
	return sysno ? error_peer(err, sysno) : 0;
}

/* Sets an option of IPv4 and one of IPv6, as far as the socket has them. */
static void set_both(int fd, const struct socket_option *ip,
    const struct socket_option *ipv6, const char *why, struct tap *tap)
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
	set_both(fd, &system_option_errors, &system_option_errors_6,
	    "ICMP errors about sent datagrams are kept", tap);
}

bool datagram_want_joined(int fd, struct tap *tap)
{
	return sockopts_set_number(fd, &system_option_joined, 1,
		   "several datagrams may come by one call", tap) == 0;
}

void datagram_want_details(int fd, struct tap *tap)
{
	set_both(fd, &system_option_details,
	    SOCKOPT(IPPROTO_IPV6, IPV6_RECVPKTINFO),
	    "the address that a datagram came to", tap);
	set_both(fd, &system_option_receive_ttl,
	    SOCKOPT(IPPROTO_IPV6, IPV6_RECVHOPLIMIT),
	    "the hops that a datagram had left", tap);
}
