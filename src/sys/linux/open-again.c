/* SPDX-License-Identifier: MIT */
/* Opening the file of a descriptor again: /proc/PID/fd, proc(5). */
#include <fcntl.h>
#include <stdio.h>

#include "sys/open.h"

int open_again(int fd, int flags)
{
	char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return open(name, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}
