/* SPDX-License-Identifier: MIT */
/* System calls that not every C library has. */
#include "sys/calls.h"

#include <linux/close_range.h>
#include <linux/fs.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The offset -1, in two halves: read and write at the position of the file. */
#define HERE (-1L), (-1L)

ssize_t calls_read_now(int fd, void *bytes, size_t len)
{
	struct iovec iov = { .iov_base = bytes, .iov_len = len };

	return syscall(SYS_preadv2, fd, &iov, 1L, HERE, (long)RWF_NOWAIT);
}

ssize_t calls_write_now(int fd, const void *bytes, size_t len)
{
	struct iovec iov = {
		.iov_base = (void *)(uintptr_t)bytes,
		.iov_len = len,
	};

	return syscall(SYS_pwritev2, fd, &iov, 1L, HERE, (long)RWF_NOWAIT);
}

int calls_watch_process(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int calls_close_range(unsigned first, unsigned last)
{
	return (int)syscall(SYS_close_range, first, last, 0);
}

int calls_close_range_at_exec(unsigned first, unsigned last)
{
	return (int)syscall(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC);
}
