/* SPDX-License-Identifier: MIT */
/* The queues of a socket in the kernel: socket(7), ip(7). */
#include "sys/socket/socket-queue.h"

#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h> /* needs struct timespec */

#include "sys/socket/address.h"
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

bool socket_queue_is_at_end(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };
	int unread = 0;

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP)) &&
	       ioctl(fd, SIOCINQ, &unread) == 0 && unread == 0;
}

bool socket_queue_has_unread(int fd)
{
	int bytes = 0;

	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

uint64_t socket_queue_dropped(int fd)
{
	uint32_t info[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(info);

	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &len) < 0)
		return 0;
	return info[SK_MEMINFO_DROPS];
}

/* Only internet sockets have a queue of errors; others would give a received
 * datagram. */
int socket_queue_take_error(int fd)
{
	char control[512];
	struct msghdr header = { .msg_control = control,
		.msg_controllen = sizeof(control) };
	struct address local = address_local(fd);

	if (local.storage.ss_family == AF_UNIX ||
	    recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c;
	     c = CMSG_NXTHDR(&header, c)) {
		struct sock_extended_err cause;
		memcpy(&cause, CMSG_DATA(c), sizeof(cause));
		if (c->cmsg_type == IP_RECVERR || c->cmsg_type == IPV6_RECVERR)
			return (int)cause.ee_errno;
	}
	return 0;
}
