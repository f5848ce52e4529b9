/* SPDX-License-Identifier: MIT */
/* Whether another process waits in a system call. */
#include "sys/sleeping.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool sleeping_is(pid_t pid)
{
	char path[32], stat[512];

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t len = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	stat[len > 0 ? len : 0] = '\0';
	/* The name of the program stands before it, in parentheses. */
	const char *end = strrchr(stat, ')');
	return end && end[1] == ' ' && end[2] == 'S';
}
