/* SPDX-License-Identifier: MIT */
/* Telling others that we are ready. */
#include "sys/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/xalloc.h"

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);
		if (n < 0 && errno != EINTR)
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
	if (!write_all(fd, line))
		return error_sys(
		    err, FAULT_IO, "cannot announce on descriptor %d", fd);
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}

/* Puts the line into a new file of that name. */
static bool write_new_file(const char *path, const char *line)
{
	int fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (fd < 0)
		return false;
	bool written = write_all(fd, line);
	int saved = errno;
	bool closed = close(fd) == 0;
	if (!written)
		errno = saved;
	return written && closed;
}

int ready_to_file(const char *path, const char *line, struct error *err)
{
	char *temporary = xasprintf("%s.%d.new", path, (int)getpid());
	bool done =
	    write_new_file(temporary, line) && rename(temporary, path) == 0;

	if (!done) {
		error_sys(err, FAULT_IO, "cannot write '%s'", path);
		unlink(temporary);
	}
	free(temporary);
	return done ? 0 : -1;
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

int ready_to_manager(const char *status, struct error *err)
{
	const char *name = getenv("NOTIFY_SOCKET");
	struct sockaddr_un addr;
	char message[512];

	if (!name || !*name)
		return 0;
	socklen_t len = manager_address(&addr, name);
	if (!len)
		return error_set(err, FAULT_IO,
		    "cannot notify '%s' (NOTIFY_SOCKET): not a socket path",
		    name);

	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int n =
	    snprintf(message, sizeof(message), "READY=1\nSTATUS=%s\n", status);
	ssize_t sent = sendto(fd, message, (size_t)n, MSG_NOSIGNAL,
	    (struct sockaddr *)&addr, len);
	if (sent < 0)
		error_sys(
		    err, FAULT_IO, "cannot notify '%s' (NOTIFY_SOCKET)", name);
	if (fd >= 0)
		close(fd);
	unsetenv("NOTIFY_SOCKET");
	return sent < 0 ? -1 : 0;
}
