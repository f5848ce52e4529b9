/* SPDX-License-Identifier: MIT */
/* Telling others that we are ready. */
#include "sys/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/xalloc.h"

/* How many names to try for a new file. */
#define NAMES_MAX 1000

bool ready_write(int fd, const char *text)
{
	struct pollfd room = { .fd = fd, .events = POLLOUT };
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);
		if (n < 0 && errno == EAGAIN)
			poll(&room, 1, 1000);
		else if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	return true;
}

int ready_to_fd(int fd, const char *line, struct error *err)
{
	if (!ready_write(fd, line))
		return fd == STDOUT_FILENO
		           ? error_sys(err, FAULT_IO,
				 "cannot announce on standard output")
		           : error_sys(err, FAULT_IO,
				 "cannot announce on descriptor %d", fd);
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}

/* Creates a file beside path that nobody else has. Returns its descriptor, and
 * its name, which is allocated; or -1 with errno. */
static int create_beside(const char *path, char **name)
{
	for (int number = 1;; number++) {
		*name = xasprintf("%s.%d-%d.new", path, (int)getpid(), number);
		int fd = open(*name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
		if (fd >= 0)
			return fd;
		free(*name);
		*name = NULL;
		if (errno != EEXIST || number == NAMES_MAX)
			return -1;
	}
}

/* Closes the descriptor also if the line cannot be written. */
static bool write_and_close(int fd, const char *line)
{
	bool written = ready_write(fd, line);
	int saved = errno;
	bool closed = close(fd) == 0;

	if (!written)
		errno = saved;
	return written && closed;
}

int ready_to_file(const char *path, const char *line, struct error *err)
{
	char *temporary;
	int fd = create_beside(path, &temporary);

	if (fd < 0)
		return error_sys(err, FAULT_IO, "cannot write '%s'", path);
	bool done = write_and_close(fd, line) && rename(temporary, path) == 0;
	if (!done) {
		error_sys(err, FAULT_IO, "cannot write '%s'", path);
		unlink(temporary);
	}
	free(temporary);
	return done ? 0 : -1;
}

bool ready_has_manager(void)
{
	const char *name = getenv("NOTIFY_SOCKET");

	return name && *name;
}

/* Fills addr; returns its length, or 0 if the name is none. */
static socklen_t manager_address(struct sockaddr_un *addr, const char *name)
{
	size_t len = strlen(name);

	if ((name[0] != '/' && name[0] != '@') || len < 2 ||
	    len >= sizeof(addr->sun_path))
		return 0;
	*addr = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(addr->sun_path, name, len);
	if (name[0] == '@')
		addr->sun_path[0] = '\0';
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
}

static ssize_t send_message(
    int fd, const char *message, const struct sockaddr_un *addr, socklen_t len)
{
	ssize_t sent;

	do
		sent = sendto(fd, message, strlen(message), MSG_NOSIGNAL,
		    (const struct sockaddr *)addr, len);
	while (sent < 0 && errno == EINTR);
	return sent;
}

int ready_to_manager(const char *status, struct error *err)
{
	const char *name = getenv("NOTIFY_SOCKET");
	struct sockaddr_un addr;

	if (!name || !*name)
		return 0;
	socklen_t len = manager_address(&addr, name);
	if (!len)
		return error_set(err, FAULT_IO,
		    "cannot notify '%s' (NOTIFY_SOCKET): not a socket path",
		    name);

	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char *message = xasprintf("READY=1\nSTATUS=%s\n", status);
	ssize_t sent = send_message(fd, message, &addr, len);
	if (sent < 0)
		error_sys(
		    err, FAULT_IO, "cannot notify '%s' (NOTIFY_SOCKET)", name);
	if (fd >= 0)
		close(fd);
	free(message);
	unsetenv("NOTIFY_SOCKET");
	return sent < 0 ? -1 : 0;
}
