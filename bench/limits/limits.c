/* SPDX-License-Identifier: MIT */
/* See limits.h. */
#include "limits.h"

#include "../load/harness.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int accept_one(int listener)
{
	int fd = (int)checked(accept(listener, NULL, NULL), "accept");

	close(listener);
	return fd;
}

static int open_unix(const struct limits_end *end)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = (int)checked(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", end->place);
	if (!end->must_listen) {
		checked(
		    connect(fd, (struct sockaddr *)&address, sizeof(address)),
		    "connect");
		return fd;
	}
	checked(bind(fd, (struct sockaddr *)&address, sizeof(address)), "bind");
	checked(listen(fd, 1), "listen");
	return accept_one(fd);
}

int limits_open(const struct limits_end *end)
{
	if (end->is_unix)
		return open_unix(end);
	if (end->must_listen)
		return accept_one(tcp_listener(number(end->place), 0));
	return tcp_connection(number(end->place));
}

bool limits_widen(int fd)
{
	struct stat st;

	checked(fstat(fd, &st), "fstat");
	if (!S_ISFIFO(st.st_mode))
		return false;
	/* Users have a quota; a smaller pipe is only slower. */
	(void)fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	return true;
}
