/* SPDX-License-Identifier: MIT */
/* What the path of a Unix socket leads to, and whether a process is there. */
#include "probe/look/unix-look.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/address/unix-address.h"
#include "net/socket.h"
#include "sys/process/proc-unix.h"
#include "sys/socket/socket-table.h"

/* Finds the first part of the path that cannot be reached, for the reason of
 * errno, which is that of the whole. */
static void find_missing(const char *path, char *missing, size_t size)
{
	int wanted = errno;
	struct stat st;

	for (size_t len = 1; len <= strlen(path); len++) {
		if (path[len] != '/' && path[len] != '\0')
			continue;
		snprintf(missing, size, "%.*s", (int)len, path);
		if (stat(missing, &st) < 0 && errno == wanted)
			return;
	}
}

static void look_at_file(const char *path, struct unix_facts *out)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		out->stat_error = errno;
		find_missing(path, out->missing, sizeof(out->missing));
		path = out->missing;
	}
	ssize_t len = readlink(path, out->link, sizeof(out->link) - 1);
	out->link[len > 0 ? len : 0] = '\0';
	if (out->stat_error)
		return;
	out->is_socket = S_ISSOCK(st.st_mode);
	out->mode = st.st_mode & 07777;
	out->owner = st.st_uid;
}

static void look_at_table(
    const struct address *target, int type, struct unix_facts *out)
{
	struct socket_entry entry = { 0 };

	out->is_held = socket_table_find(target, type, &entry);
	out->was_looked = out->is_held || errno == 0;
	out->table_error = out->was_looked ? 0 : errno;
	if (!out->is_held)
		return;
	out->listens = entry.listens;
	out->type = entry.type;
	proc_find_sharers(entry.inode, &out->sharers);
}

static int connect_to(const struct address *target, int type,
    const struct look_opts *opts, struct unix_facts *out)
{
	static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };
	int fd = -1;

	errno = EPROTOTYPE;
	for (int i = 0; i < 3 && fd < 0 && errno == EPROTOTYPE; i++)
		if (!type || type == types[i]) {
			fd = socket_open_to(target, types[i], NULL, opts->tap);
			out->connected_type = types[i];
		}
	return fd;
}

/* Connecting to a Unix socket never waits, if the socket does not block. */
static void attempt(const struct address *target, int type,
    const struct look_opts *opts, struct unix_facts *out)
{
	int64_t started = clock_now();
	int fd = connect_to(target, type, opts, out);

	out->took_us = clock_now() - started;
	out->is_open = fd >= 0;
	out->connect_error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
}

void unix_look(const struct address *target, int type,
    const struct look_opts *opts, struct unix_facts *out)
{
	const char *path = unix_address_path(target);
	size_t len;

	*out = (struct unix_facts){ .is_abstract = !path };
	if (path)
		look_at_file(path, out);
	if (!path || (out->stat_error == 0 && out->is_socket))
		look_at_table(target, 0, out);
	const char *name = address_unix_name(target, &len);
	attempt(target, type, opts, out);
	if (!out->is_open && !out->is_held && out->was_looked && name)
		out->elsewhere = proc_unix_elsewhere(name, len);
}
