/* SPDX-License-Identifier: MIT */
/* Passing a descriptor to another process, over a Unix socket. */
#include "sys/socket/pass-fd.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "sys/socket/socket-option.h"
#include "sys/waiting.h"

static int send_once(int channel, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(fd))] = { 0 };
	char nul = '\0';
	struct iovec vector = { &nul, 1 };
	struct msghdr header = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&header);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	return sendmsg(channel, &header, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? -1
	                                                                  : 0;
}

int pass_fd(int channel, int fd, const char *channel_name, struct error *err)
{
	if (socket_option_get(channel, SOL_SOCKET, SO_DOMAIN) != AF_UNIX)
		return error_set(err, FAULT_IO,
		    "cannot pass a descriptor over %s: %s", channel_name,
		    isatty(channel) ? "it is a terminal"
				    : "it is not a Unix socket");
	while (send_once(channel, fd) < 0) {
		if (!sysno_is_transient(errno))
			return error_sys(err, FAULT_IO,
			    "cannot pass a descriptor over %s", channel_name);
		if (waiting_for(channel, POLLOUT, CLOCK_NEVER, err) < 0)
			return -1;
	}
	return 0;
}
