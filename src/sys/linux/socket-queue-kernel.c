/* SPDX-License-Identifier: MIT */
/* The queues of a socket in the kernel: socket(7), ip(7). */
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h> /* needs struct timespec */

#include "sys/socket/packet-info.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/tcp-facts.h"

int socket_queue_unconfirmed(int fd)
{
	int unconfirmed = 0;

	ioctl(fd, SIOCOUTQ, &unconfirmed);
	return unconfirmed;
}

uint64_t socket_queue_unconfirmed_bytes(int fd, const struct tcp_facts *tcp)
{
	int unconfirmed = socket_queue_unconfirmed(fd) - tcp->is_ending;

	return unconfirmed > 0 ? (uint64_t)unconfirmed : 0;
}

bool socket_queue_has_ended(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	return poll(&p, 1, 0) != 0;
}

bool socket_queue_is_at_end(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };
	int unread = 0;

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP)) &&
	       ioctl(fd, SIOCINQ, &unread) == 0 && unread == 0;
}

uint64_t socket_queue_dropped(int fd)
{
	uint32_t info[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &len) < 0)
		return 0;
	return info[SK_MEMINFO_DROPS];
}

/* Reads the cause of an error. Returns its errno; 0: the message is another
 * one.
 */
static int cause_of(const struct cmsghdr *c)
{
	struct sock_extended_err cause;

	if (c->cmsg_type !=
	    (c->cmsg_level == IPPROTO_IPV6 ? IPV6_RECVERR : IP_RECVERR))
		return 0;
	memcpy(&cause, CMSG_DATA(c), sizeof(cause));
	return (int)cause.ee_errno;
}

/* Only internet sockets have a queue of errors; others would give a received
 * datagram. The message of ICMP came to the address that had sent. */
int socket_queue_take_error_of(int fd, struct address *from, struct address *to)
{
	char control[512];
	struct msghdr header = { .msg_name = &to->storage,
		.msg_namelen = sizeof(to->storage),
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	struct address local = address_local(fd), own;
	int sysno = 0, ttl;

	from->len = to->len = 0;
	if (local.storage.ss_family == AF_UNIX ||
	    recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return 0;
	to->len = header.msg_namelen;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c;
	     c = CMSG_NXTHDR(&header, c)) {
		packet_info_read(c, from, &own, &ttl);
		if (!sysno)
			sysno = cause_of(c);
	}
	return sysno;
}

void socket_queue_keep_errors(int fd, int family)
{
	const int on = 1;

	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
	else
		setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
}

/* Reads the sender of ICMP of an error. Returns whether it is one. */
static bool read_complaint(struct cmsghdr *c, struct socket_complaint *out)
{
	struct sock_extended_err cause;
	struct sockaddr_storage sender;

	if (cause_of(c) == 0)
		return false;
	memcpy(&cause, CMSG_DATA(c), sizeof(cause));
	if (cause.ee_origin != SO_EE_ORIGIN_ICMP &&
	    cause.ee_origin != SO_EE_ORIGIN_ICMP6)
		return false;
	size_t len = c->cmsg_len - CMSG_LEN(sizeof(cause));
	if (c->cmsg_len < CMSG_LEN(sizeof(cause)) || len > sizeof(sender))
		return false;
	*out = (struct socket_complaint){ .type = cause.ee_type,
		.code = cause.ee_code };
	memcpy(&out->from.storage, CMSG_DATA(c) + sizeof(cause), len);
	out->from.len = (socklen_t)len;
	return true;
}

bool socket_queue_take_complaint(int fd, struct socket_complaint *out)
{
	char control[512];
	struct msghdr header = { .msg_control = control,
		.msg_controllen = sizeof(control) };
	bool found = false;

	*out = (struct socket_complaint){ 0 };
	if (recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c && !found;
	     c = CMSG_NXTHDR(&header, c))
		found = read_complaint(c, out);
	return found;
}
