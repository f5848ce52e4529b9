/* SPDX-License-Identifier: MIT */
/* The queues of a socket, by what all systems tell of them. */
#include "sys/socket/socket-queue.h"

#include <sys/ioctl.h>

bool socket_queue_has_unread(int fd)
{
	int bytes = 0;

	return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

int socket_queue_take_error(int fd)
{
	struct address from, to;

	return socket_queue_take_error_of(fd, &from, &to);
}
