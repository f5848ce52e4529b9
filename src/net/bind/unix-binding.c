/* SPDX-License-Identifier: MIT */
/* A Unix socket that is bound to a path or an abstract name. */
#include "net/bind/unix-binding.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/socket.h"
#include "sys/process/proc.h"
#include "sys/socket/socket-table.h"
#include "sys/waiting.h"

/* A process that replaces a file holds the lock for less than a millisecond. */
#define LOCK_TRIES 100
#define LOCK_PAUSE (CLOCK_SECOND / 100)

static int try_bind(int fd, const struct unix_binding_opts *opts)
{
	const struct address *a = opts->address;
	char text[ADDRESS_TEXT], why[96];
	mode_t withheld = ~opts->mode & 0777, before = umask(withheld);
	int result = bind(fd, (const struct sockaddr *)&a->storage, a->len);

	umask(before);
	snprintf(why, sizeof(why),
	    "under umask %04o: the file is never more open than %04o",
	    (unsigned)withheld, (unsigned)opts->mode);
	tap_call(opts->tap, result,
	    unix_address_path(a) ? why : "the name of the socket",
	    "bind(%d, %s)", fd, address_text(text, a));
	return result;
}

static int fail_to_bind(const struct unix_binding_opts *opts, struct error *err)
{
	struct socket_entry holder;
	struct proc_holder owner;
	char text[ADDRESS_TEXT];
	bool is_taken = errno == EADDRINUSE;

	error_sys(err, FAULT_BIND, "cannot listen on %s",
	    address_text(text, opts->address));
	if (is_taken && socket_table_find(opts->address, opts->type, &holder) &&
	    proc_find_holder(holder.inode, &owner)) {
		error_suggest(err, HINT_UNIX_HELD, owner.name);
		err->hint.number = owner.pid;
	}
	return -1;
}

/*
 * Of two processes that find a file left over, the slower one must not remove
 * the new file of the faster one: a lock on the directory keeps them apart.
 * Returns 0 with the descriptor of the lock, or -1 in its place if the
 * directory cannot be opened; or -1 with FAULT_SIGNAL. After a second without
 * the lock, which another program must have for other reasons, it goes on
 * without.
 */
static int lock_directory(const char *path, int *lock, struct error *err)
{
	char directory[UNIX_ADDRESS_LONGEST + 1];
	struct waiting none = { 0 };
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) + 1 : 1;
	int result = 0;

	memcpy(directory, slash ? path : ".", len);
	directory[len] = '\0';
	*lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 0; *lock >= 0 && i < LOCK_TRIES && result >= 0; i++) {
		if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
			break;
		result = waiting_until(&none, clock_after(LOCK_PAUSE), err);
	}
	waiting_free(&none);
	return result < 0 ? -1 : 0;
}

static int remove_left_over(
    const struct unix_binding_opts *opts, struct error *err)
{
	const char *path = unix_address_path(opts->address);
	int result = unlink(path);

	tap_call(opts->tap, result, "no socket is bound to the file any more",
	    "unlink(\"%s\")", path);
	if (result == 0 || errno == ENOENT)
		return 0;
	return error_sys(err, FAULT_BIND,
	    "cannot listen on %s: cannot remove the socket file left over",
	    path);
}

/* Binds to a path at which there is a file already. */
static int replace(
    int fd, const struct unix_binding_opts *opts, struct error *err)
{
	switch (socket_file_examine(opts->address, opts->tap)) {
	case SOCKET_FILE_FOREIGN:
		return error_set(err, FAULT_BIND,
		    "cannot listen on %s: the file exists and is not a socket",
		    unix_address_path(opts->address));
	case SOCKET_FILE_IN_USE:
		errno = EADDRINUSE;
		return fail_to_bind(opts, err);
	case SOCKET_FILE_LEFT_OVER:
		if (remove_left_over(opts, err) < 0)
			return -1;
		break;
	case SOCKET_FILE_NONE:
		break;
	}
	return try_bind(fd, opts) < 0 ? fail_to_bind(opts, err) : 0;
}

static int replace_in_turn(
    int fd, const struct unix_binding_opts *opts, struct error *err)
{
	int lock, result = -1;

	if (lock_directory(unix_address_path(opts->address), &lock, err) == 0)
		result = replace(fd, opts, err);
	if (lock >= 0)
		close(lock);
	return result;
}

/* Returns 0, or -1 with err filled. */
static int bind_socket(
    int fd, const struct unix_binding_opts *opts, struct error *err)
{
	if (try_bind(fd, opts) == 0)
		return 0;
	if (errno == EADDRINUSE && unix_address_path(opts->address))
		return replace_in_turn(fd, opts, err);
	return fail_to_bind(opts, err);
}

static int start_listening(
    int fd, const struct unix_binding_opts *opts, struct error *err)
{
	int result = opts->type == SOCK_DGRAM ? 0 : listen(fd, opts->backlog);

	if (opts->type != SOCK_DGRAM)
		tap_call(opts->tap, result,
		    "from now on the kernel accepts clients and queues them",
		    "listen(%d, %d)", fd, opts->backlog);
	return result < 0 ? fail_to_bind(opts, err) : 0;
}

int unix_binding_open(struct unix_binding *b,
    const struct unix_binding_opts *opts, struct error *err)
{
	*b = (struct unix_binding){
		.fd = socket_open(AF_UNIX, opts->type, 0, opts->tap),
		.tap = opts->tap,
	};
	if (b->fd < 0)
		return fail_to_bind(opts, err);
	if (bind_socket(b->fd, opts, err) == 0) {
		b->file = socket_file_note(opts->address);
		if (start_listening(b->fd, opts, err) == 0)
			return 0;
	}
	unix_binding_close(b);
	return -1;
}

void unix_binding_close(struct unix_binding *b)
{
	socket_file_remove(&b->file, b->tap);
	if (b->fd >= 0) {
		int result = close(b->fd);
		tap_call(b->tap, result, NULL, "close(%d)", b->fd);
	}
	b->fd = -1;
}
