/* SPDX-License-Identifier: MIT */
/* What the kernel of this host has. */
#include "sys/kernel-features.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/calls.h"
#include "sys/sandbox/sandbox.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static bool has_socket(int family, int type, int protocol)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_ipv4(void)
{
	return has_socket(AF_INET, SOCK_STREAM, 0);
}

static bool has_ipv6(void)
{
	return has_socket(AF_INET6, SOCK_STREAM, 0);
}

static bool has_mptcp(void)
{
	return has_socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
}

static bool has_sctp(void)
{
	return has_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
}

static bool has_vsock(void)
{
	return has_socket(AF_VSOCK, SOCK_STREAM, 0);
}

static bool has_landlock(void)
{
	return sandbox_landlock() > 0;
}

/* A filter at no address is refused as that where there are filters. */
static bool has_seccomp(void)
{
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, NULL) < 0 &&
	       errno == EFAULT;
}

static bool has_pidfd(void)
{
	int fd = calls_watch_process(getpid());

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_epoll_pwait2(void)
{
	return syscall(SYS_epoll_pwait2, -1, NULL, 1, NULL, NULL, (size_t)0) <
	           0 &&
	       errno != ENOSYS;
}

const struct kernel_feature *kernel_features(size_t *count)
{
	static const struct row {
		const char *name;
		bool (*is_there)(void);
	} rows[] = {
		{ "ipv4", has_ipv4 },
		{ "ipv6", has_ipv6 },
		{ "mptcp", has_mptcp },
		{ "sctp", has_sctp },
		{ "vsock", has_vsock },
		{ "landlock", has_landlock },
		{ "seccomp", has_seccomp },
		{ "pidfd", has_pidfd },
		{ "epoll_pwait2", has_epoll_pwait2 },
	};
	static struct kernel_feature found[sizeof(rows) / sizeof(rows[0])];

	*count = sizeof(rows) / sizeof(rows[0]);
	for (size_t i = 0; i < *count; i++)
		found[i] =
		    (struct kernel_feature){ rows[i].name, rows[i].is_there() };
	return found;
}
