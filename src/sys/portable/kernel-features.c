/* SPDX-License-Identifier: MIT */
/* What the kernel of this host has. */
#include "sys/kernel-features.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static bool has_socket(int family)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

const struct kernel_feature *kernel_features(size_t *count)
{
	static struct kernel_feature found[2];

	found[0] = (struct kernel_feature){ "ipv4", has_socket(AF_INET) };
	found[1] = (struct kernel_feature){ "ipv6", has_socket(AF_INET6) };
	*count = 2;
	return found;
}
