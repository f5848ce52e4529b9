/* SPDX-License-Identifier: MIT */
/* Passing a descriptor over a Unix socket. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/signals.h"
#include "sys/socket/pass-fd.h"
#include "tap.h"

/* What came: the byte, and the descriptor, or -1. */
static int receive(int channel, char *byte, ssize_t *len)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct iovec vector = { byte, 1 };
	struct msghdr header = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	int fd = -1;

	*len = recvmsg(channel, &header, MSG_DONTWAIT);
	struct cmsghdr *c = *len > 0 ? CMSG_FIRSTHDR(&header) : NULL;
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

static void check_passing(int type)
{
	struct error err = ERROR_NONE;
	int channel[2], pipe_ends[2];
	char byte = 'x', text[3] = "";
	ssize_t len;

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, channel) < 0 ||
	    pipe2(pipe_ends, O_CLOEXEC) < 0)
		abort();
	is_int(pass_fd(channel[0], pipe_ends[1], "x", &err), 0,
	    "a descriptor is passed");
	close(pipe_ends[1]);
	int fd = receive(channel[1], &byte, &len);
	ok(len == 1 && byte == '\0', "one byte comes, which is a NUL");
	ok(fd >= 0, "and a descriptor with it");
	ok(write(fd, "ab", 2) == 2 && read(pipe_ends[0], text, 2) == 2,
	    "which is for the same file");
	is_text(text, "ab", "what was written to one is read from the other");
	close(fd);
	close(pipe_ends[0]);
	close(channel[0]);
	close(channel[1]);
}

static void check_refusal(int channel, const char *why)
{
	struct error err = ERROR_NONE;

	is_int(pass_fd(channel, 0, "standard output", &err), -1,
	    "what cannot pass descriptors is refused: %s", why);
	ok(err.kind == FAULT_IO, "that is a failure of this host");
	has_text(err.text, "cannot pass a descriptor over standard output",
	    "the channel is named");
	has_text(err.text, why, "and the reason");
	close(channel);
}

static void check_refusals(void)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	int channel[2];

	if (terminal >= 0)
		check_refusal(terminal, "it is a terminal");
	check_refusal(
	    open("/dev/null", O_WRONLY | O_CLOEXEC), "it is not a Unix socket");
	check_refusal(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
	    "it is not a Unix socket");
	check_refusal(-1, "it is not a Unix socket");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) < 0)
		abort();
	close(channel[1]);
	check_refusal(channel[0], "the other side has closed");
}

/* The child empties the channel once the parent has filled it. */
static void check_full_channel(void)
{
	struct error err = ERROR_NONE;
	int channel[2];
	char bytes[4096] = "";

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) < 0)
		abort();
	while (send(channel[0], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
	pid_t child = fork();
	if (child == 0) {
		close(channel[0]);
		while (read(channel[1], bytes, sizeof(bytes)) > 0)
			;
		_exit(0);
	}
	is_int(pass_fd(channel[0], 0, "x", &err), 0,
	    "a channel that is full is waited for");
	close(channel[0]);
	close(channel[1]);
	waitpid(child, NULL, 0);
}

int main(void)
{
	struct error err = ERROR_NONE;

	if (signals_install(&err) < 0)
		return 1;
	check_passing(SOCK_STREAM);
	check_passing(SOCK_DGRAM);
	check_refusals();
	check_full_channel();
	return plan();
}
