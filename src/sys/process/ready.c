/* SPDX-License-Identifier: MIT */
/* Telling other programs that genet is ready. */
#include "sys/process/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "sys/waiting.h"

/* How many names to try for a new file. */
#define NAMES_MAX 1000

bool ready_write(int fd, const char *text)
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

static int cannot_announce(int fd, struct error *err)
{
	if (fd == STDOUT_FILENO)
		return error_sys(
		    err, FAULT_IO, "cannot announce on standard output");
	return error_sys(err, FAULT_IO, "cannot announce on descriptor %d", fd);
}

/* Writes to an inherited descriptor, which may block: only when it is writable,
 * and no more than a writable pipe takes at once. */
static int write_patiently(int fd, const char *text, struct error *err)
{
	size_t left = strlen(text);

	while (left > 0) {
		if (waiting_for(fd, POLLOUT, CLOCK_NEVER, err) < 0)
			return -1;
		ssize_t n = write(fd, text, left < PIPE_BUF ? left : PIPE_BUF);
		if (n < 0 && !sysno_is_transient(errno))
			return cannot_announce(fd, err);
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	return 0;
}

int ready_to_fd(int fd, const char *line, struct error *err)
{
	if (write_patiently(fd, line, err) < 0)
		return -1;
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}

/* Creates a new file in the directory of path. Returns its descriptor, and its
 * name, which is allocated; or -1 with errno. */
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

/* Closes the descriptor in any case. Returns false with errno on failure. */
static bool write_and_close(int fd, const char *line)
{
	bool written = ready_write(fd, line);
	int saved = errno;
	bool closed = close(fd) == 0;

	if (!written)
		errno = saved;
	return written && closed;
}

/* Whether path is a device, a FIFO or a directory, which rename(2) must not
 * replace. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

int ready_to_file(const char *path, const char *line, struct error *err)
{
	char *temporary;

	if (is_special(path))
		return error_set(
		    err, FAULT_IO, "'%s' is not a regular file", path);
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

/* Fills addr. Returns its length, or 0 if the name is no address. */
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

static int cannot_notify(const char *name, struct error *err)
{
	return error_sys(
	    err, FAULT_IO, "cannot notify '%s' (NOTIFY_SOCKET)", name);
}

/* Connects, so that poll(2) waits for room in the queue of the manager. Returns
 * 0, or -1 with errno. */
static int connect_manager(
    int fd, const struct sockaddr_un *addr, socklen_t len)
{
	int result;

	do
		result = connect(fd, (const struct sockaddr *)addr, len);
	while (result < 0 && errno == EINTR);
	return result;
}

/* Sends the message as one datagram. */
static int send_message(
    int fd, const char *message, const char *name, struct error *err)
{
	const int flags = MSG_NOSIGNAL | MSG_DONTWAIT;

	while (send(fd, message, strlen(message), flags) < 0) {
		if (!sysno_is_transient(errno))
			return cannot_notify(name, err);
		if (waiting_for(fd, POLLOUT, CLOCK_NEVER, err) < 0)
			return -1;
	}
	return 0;
}

/* The socket that is connected to the manager; -1: there is none yet. */
static int manager = -1;

int ready_open_manager(struct error *err)
{
	const char *name = getenv("NOTIFY_SOCKET");
	struct sockaddr_un addr;

	if (!name || !*name || manager >= 0)
		return 0;
	socklen_t len = manager_address(&addr, name);
	if (!len)
		return error_set(err, FAULT_IO,
		    "cannot notify '%s' (NOTIFY_SOCKET): not a socket path",
		    name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return cannot_notify(name, err);
	if (connect_manager(fd, &addr, len) < 0) {
		cannot_notify(name, err);
		close(fd);
		return -1;
	}
	manager = fd;
	return 0;
}

int ready_to_manager(const char *status, struct error *err)
{
	const char *name = getenv("NOTIFY_SOCKET");

	if (ready_open_manager(err) < 0)
		return -1;
	if (manager < 0)
		return 0;
	char *message = xasprintf("READY=1\nSTATUS=%s\n", status);
	int result = send_message(manager, message, name, err);
	close(manager);
	manager = -1;
	free(message);
	unsetenv("NOTIFY_SOCKET");
	return result;
}
