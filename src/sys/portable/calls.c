/* SPDX-License-Identifier: MIT */
/* In place of system calls of Linux. */
#include "sys/calls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

/* The most descriptors that are looked at where the system does not list those
 * that are open. */
#define LOOK_MOST 65536

static int lacks(void)
{
	errno = ENOSYS;
	return -1;
}

ssize_t calls_read_now(int fd, void *bytes, size_t len)
{
	return lacks();
}

ssize_t calls_write_now(int fd, const void *bytes, size_t len)
{
	return lacks();
}

int calls_watch_process(pid_t pid)
{
	return lacks();
}

static void close_now(int fd)
{
	close(fd);
}

static void close_at_exec(int fd)
{
	int flags = fcntl(fd, F_GETFD);

	if (flags >= 0)
		fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
}

/* Each descriptor from first to last that is open, and perhaps others. */
static int each(unsigned first, unsigned last, void (*act)(int fd))
{
	long most = sysconf(_SC_OPEN_MAX);
	long end = most < 0 || most > LOOK_MOST ? LOOK_MOST : most;
	DIR *dir = opendir("/dev/fd");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		unsigned long fd = strtoul(entry->d_name, NULL, 10);
		if (*entry->d_name != '.' && fd >= first && fd <= last &&
		    (int)fd != dirfd(dir))
			act((int)fd);
	}
	if (dir)
		closedir(dir);
	/* Where long has 32 bits, last may be more than it can hold. */
	for (long fd = first; !dir && fd < end && (unsigned long)fd <= last;
	     fd++)
		act((int)fd);
	return 0;
}

int calls_close_range(unsigned first, unsigned last)
{
	return each(first, last, close_now);
}

int calls_close_range_at_exec(unsigned first, unsigned last)
{
	return each(first, last, close_at_exec);
}
