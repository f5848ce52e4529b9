/* SPDX-License-Identifier: MIT */
/* Descriptors that the process has from its parent. */
#include "sys/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* open(2) returns the lowest free number. The flag close-on-exec marks a
 * standard output that was closed, see process_has_stdout(): an inherited
 * descriptor cannot have it. Programs find standard output closed then, too. */
static void open_null(int fd)
{
	int got = open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);

	if (got >= 0 && got != fd) {
		dup2(got, fd);
		close(got);
	}
	if (fd == STDOUT_FILENO)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void process_open_standard_fds(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open_null(fd);
}

bool process_has_stdout(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFD);

	return flags >= 0 && !(flags & FD_CLOEXEC);
}

int process_close_standard_fd(int fd)
{
	int null = open("/dev/null",
	    (fd == STDIN_FILENO ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), result, saved;

	/* close(2) of the copy reports lost data. The number is never free,
	 * since another thread may open a file. */
	result = copy < 0 ? 0 : close(copy);
	saved = errno;
	if (null < 0 || dup2(null, fd) < 0) {
		result = close(fd);
		saved = errno;
	}
	if (null >= 0)
		close(null);
	errno = saved;
	return result;
}

/* Reads a decimal number; -1 if the text is none. */
static long number_of(const char *text)
{
	char *end;

	if (!text || *text < '0' || *text > '9')
		return -1;
	errno = 0;
	long value = strtol(text, &end, 10);
	return errno || *end ? -1 : value;
}

int process_listen_fds(void)
{
	long pid = number_of(getenv("LISTEN_PID"));
	long count = number_of(getenv("LISTEN_FDS"));

	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (pid != getpid() || count < 0 ||
	    count > INT_MAX - PROCESS_FIRST_LISTEN_FD)
		return 0;
	for (int fd = PROCESS_FIRST_LISTEN_FD;
	     fd < PROCESS_FIRST_LISTEN_FD + count; fd++)
		if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
			return fd - PROCESS_FIRST_LISTEN_FD;
	return (int)count;
}
