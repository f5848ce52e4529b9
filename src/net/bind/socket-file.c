/* SPDX-License-Identifier: MIT */
/* The file of a Unix socket. */
#include "net/bind/socket-file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/socket.h"
#include "sys/socket/socket-table.h"

struct socket_file socket_file_note(const struct address *bound)
{
	struct socket_file f = { 0 };
	const char *path = unix_address_path(bound);
	struct stat st;

	if (!path || lstat(path, &st) < 0)
		return f;
	snprintf(f.path, sizeof(f.path), "%s", path);
	f.device = st.st_dev;
	f.inode = st.st_ino;
	return f;
}

void socket_file_remove(struct socket_file *f, struct tap *tap)
{
	struct stat st;

	if (f->path[0] && lstat(f->path, &st) == 0 && st.st_dev == f->device &&
	    st.st_ino == f->inode) {
		int result = unlink(f->path);
		tap_call(tap, result, "the file outlives its socket otherwise",
		    "unlink(\"%s\")", f->path);
	}
	f->path[0] = '\0';
}

/* Whether no socket is bound to the file. connect(2) also finds sockets in
 * other network namespaces, which see a client that leaves at once. */
static bool is_refused(const struct address *a, struct tap *tap)
{
	int fd = socket_open_to(
	    a, SOCK_STREAM, "whether a process answers there", tap);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == ECONNREFUSED;
}

enum socket_file_use socket_file_examine(
    const struct address *a, struct tap *tap)
{
	struct socket_entry holder;
	struct stat st;

	if (lstat(unix_address_path(a), &st) < 0)
		return SOCKET_FILE_NONE;
	if (!S_ISSOCK(st.st_mode))
		return SOCKET_FILE_FOREIGN;
	if (socket_table_find(a, 0, &holder) || !is_refused(a, tap))
		return SOCKET_FILE_IN_USE;
	return SOCKET_FILE_LEFT_OVER;
}
