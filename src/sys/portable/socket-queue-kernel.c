/* SPDX-License-Identifier: MIT */
/* The queues of a socket, as far as a system need tell of them. */
#include <poll.h>
#include <sys/socket.h>

#include "sys/socket/socket-queue.h"

int socket_queue_unconfirmed(int fd)
{
	return 0;
}

uint64_t socket_queue_unconfirmed_bytes(int fd, const struct tcp_facts *tcp)
{
	return 0;
}

/* Only if both sides have ended. */
bool socket_queue_has_ended(int fd)
{
	struct pollfd p = { .fd = fd };

	return poll(&p, 1, 0) > 0;
}

bool socket_queue_is_at_end(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

uint64_t socket_queue_dropped(int fd)
{
	return 0;
}

int socket_queue_take_error_of(int fd, struct address *from, struct address *to)
{
	from->len = to->len = 0;
	return 0;
}

void socket_queue_keep_errors(int fd, int family)
{
}

bool socket_queue_take_complaint(int fd, struct socket_complaint *out)
{
	*out = (struct socket_complaint){ 0 };
	return false;
}
