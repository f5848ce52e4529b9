/* SPDX-License-Identifier: MIT */
/* The sender of the first datagram, as the client of a bound socket. */
#include "net/bind/first-sender.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/datagram/datagram.h"
#include "net/datagram/udp.h"
#include "net/socket.h"
#include "stream/datagram.h"
#include "sys/socket/packet-info.h"
#include "sys/socket/system-option.h"

void first_sender_prepare(int fd, const struct sockopts *opts, struct tap *tap)
{
	datagram_want_details(fd, tap);
	udp_enlarge_buffer(fd, opts, tap);
}

/* What is known of the first datagram. */
struct first {
	struct address from;
	struct address to;  /* len 0: not known */
	struct address own; /* the source for answers; len 0: as the kernel
	                       chooses */
};

/* Looks at the first datagram. Returns as recvmsg(2) does. */
static ssize_t peek(int fd, struct first *first)
{
	_Alignas(struct cmsghdr) char control[PACKET_INFO_SIZE];
	struct address *from = &first->from;
	int ttl;

	*first = (struct first){ 0 };
	struct msghdr header = {
		.msg_name = &from->storage,
		.msg_namelen = sizeof(from->storage),
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(fd, &header, MSG_PEEK | MSG_DONTWAIT);
	if (n < 0)
		return n;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c;
	     c = CMSG_NXTHDR(&header, c))
		packet_info_read(c, &first->to, &first->own, &ttl);
	from->len = header.msg_namelen;
	if (from->len > 0)
		return n;
	from->storage.ss_family = AF_UNIX;
	from->len = sizeof(from->storage.ss_family);
	return n;
}

int first_sender_take(int fd, struct address *remote, struct tap *tap)
{
	struct first first;
	char text[ADDRESS_TEXT] = "NULL";
	ssize_t n = peek(fd, &first);

	*remote = first.from;
	if (n < 0 && errno == EINTR)
		errno = EAGAIN; /* signals are handled elsewhere */
	if (n < 0 && errno == EAGAIN)
		return -1;
	if (n >= 0)
		address_text(text, remote);
	tap_call(tap, n, "who has sent the first datagram",
	    "recvmsg(%d, %s, MSG_PEEK)", fd, text);
	if (n < 0)
		return -1;
	int client = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	tap_call(tap, client, NULL, "fcntl(%d, F_DUPFD_CLOEXEC, 0)", fd);
	return client;
}

/* Returns whether that was possible. */
static bool connect_to(int fd, const struct address *remote, struct tap *tap)
{
	return socket_connect(fd, remote,
		   "from now on the kernel refuses other senders", tap) == 0;
}

/* The local address that the kernel would give to a socket of all addresses
 * when it connects; len 0: it cannot connect. */
static struct address nearest_to(const struct address *remote, int fd)
{
	struct address nearest = { 0 };
	int trial =
	    socket(remote->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	system_option_share_interface(trial, fd);
	if (socket_connect(trial, remote, NULL, NULL) == 0)
		nearest = address_local(trial);
	if (trial >= 0)
		close(trial);
	return nearest;
}

/* Whether the socket, once it is connected, still receives datagrams to the
 * address that the sender has used, and answers from it. A socket of all
 * addresses gets the one that is nearest to the sender: never that of a group
 * or of all hosts, and not always the one that the sender has used. Where the
 * system does not tell which that was, the socket might hear no more. */
static bool would_hear(int fd, const struct first *first)
{
	struct address local = address_local(fd);

	if (!address_is_any(&local))
		return true;
	if (first->to.len == 0)
		return false;
	struct address nearest = nearest_to(&first->from, fd);
	return nearest.len > 0 && address_is_same_host(&nearest, &first->to);
}

struct stream *first_sender_stream(
    int fd, const struct address *remote, struct tap *tap)
{
	struct datagram_ends ends = { .peer = *remote };
	struct first first;
	size_t name_len;

	peek(fd, &first); /* once more: to which address it came */
	ends.own = first.own;
	datagram_want_errors(fd, tap);
	if (address_family(remote) == AF_UNIX &&
	    !address_unix_name(remote, &name_len))
		ends.peer.len = 0;
	else if (would_hear(fd, &first) && connect_to(fd, remote, tap))
		return datagram_stream(fd, NULL, tap);
	return datagram_stream(fd, &ends, tap);
}

void first_sender_refuse(int fd, struct tap *tap)
{
	ssize_t n = recv(fd, NULL, 0, MSG_DONTWAIT);

	tap_call(tap, n, "the datagram of that sender is thrown away",
	    "recv(%d, NULL, 0)", fd);
	close(fd);
}
