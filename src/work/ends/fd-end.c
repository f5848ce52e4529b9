/* SPDX-License-Identifier: MIT */
/* Inherited descriptors as ends of a conversation. */
#include "work/ends/fd-end.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/process/process.h"
#include "sys/socket/socket-option.h"
#include "work/near/local.h"

struct fd_end {
	struct ready_end end;
	char name[32];
	int fd; /* owned until the end is opened; or -1 */
	bool is_socket, is_used;
	struct stdio_opts opts; /* of no socket; the same of its descriptors */
	struct tap *tap;
};

/* What a descriptor is, before other files can get its number. Returns why it
 * cannot be an end, or NULL. */
static const char *examine(struct fd_end *f, mode_t mode)
{
	struct address remote = address_remote(f->fd);

	f->is_socket = S_ISSOCK(mode);
	if (f->is_socket && remote.len == 0)
		return "a socket that is not connected";
	if (!f->is_socket && !S_ISFIFO(mode) && !S_ISREG(mode) &&
	    !S_ISCHR(mode) && !S_ISBLK(mode))
		return "not a socket, a pipe, a file or a device";
	return NULL;
}

/* 0 to 2 stay open, and their end belongs to other processes, too. */
static int claim(struct fd_end *f, int fd, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return error_sys(
		    err, FAULT_USAGE, "cannot use descriptor %d", fd);
	f->fd = fd <= STDERR_FILENO
	            ? fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
	            : fd;
	if (f->fd < 0)
		return error_sys(err, FAULT_IO, "cannot use descriptor %d", fd);
	fcntl(f->fd, F_SETFD, FD_CLOEXEC);
	const char *why = examine(f, st.st_mode);
	if (!why)
		return 0;
	return error_set(
	    err, FAULT_USAGE, "cannot use descriptor %d: %s", fd, why);
}

static int fail_used(const struct fd_end *f, struct error *err)
{
	return error_set(err, FAULT_IO,
	    "%s cannot be opened again: another connection has it", f->name);
}

static void give_socket(struct fd_end *f, struct connection *out)
{
	out->fd = f->fd;
	out->type = socket_option_get(f->fd, SOL_SOCKET, SO_TYPE);
	out->remote = address_remote(f->fd);
	fcntl(f->fd, F_SETFL, fcntl(f->fd, F_GETFL) | O_NONBLOCK);
}

/* Each direction owns a descriptor. */
static int give_stream(
    struct fd_end *f, struct connection *out, struct error *err)
{
	int mode = fcntl(f->fd, F_GETFL) & O_ACCMODE;
	struct stdio_opts opts = {
		.input_fd = mode == O_WRONLY ? -1 : f->fd,
		.input_name = f->name,
		.output_fd = mode == O_RDONLY ? -1 : f->fd,
		.output_name = f->name,
	};

	if (mode == O_RDWR)
		opts.output_fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
	if (mode == O_RDWR && opts.output_fd < 0)
		return error_sys(err, FAULT_IO, "cannot use %s", f->name);
	out->stream = stdio_stream(&opts, f->tap);
	out->stream->gives_nothing = opts.input_fd < 0;
	out->stream->takes_nothing = opts.output_fd < 0;
	return 0;
}

static int open_fd(void *context, struct connection *out, struct error *err)
{
	struct fd_end *f = context;

	if (f->is_used)
		return fail_used(f, err);
	if (f->is_socket)
		give_socket(f, out);
	else if (give_stream(f, out, err) < 0)
		return -1;
	f->is_used = true;
	f->fd = -1;
	return 0;
}

static void close_fd(struct ready_end *e)
{
	struct fd_end *f = (struct fd_end *)e;

	if (f->fd >= 0)
		close(f->fd);
}

struct ready_end *fd_end(int fd, struct error *err)
{
	struct fd_end *f = xmalloc(sizeof(*f));

	*f = (struct fd_end){
		.end = { .open = open_fd, .close = close_fd },
		.fd = -1,
	};
	snprintf(f->name, sizeof(f->name), "descriptor %d", fd);
	if (claim(f, fd, err) == 0)
		return &f->end;
	ready_end_close(&f->end);
	return NULL;
}

/* The standard streams */

static int open_standard(
    void *context, struct connection *out, struct error *err)
{
	struct fd_end *f = context;

	if (f->is_used)
		return fail_used(f, err);
	f->is_used = true;
	out->stream = local_stream(&f->opts, f->tap, err);
	return out->stream ? 0 : -1;
}

static void close_standard(struct ready_end *e)
{
	struct fd_end *f = (struct fd_end *)e;

	if (!f->is_used)
		local_cancel(&f->opts);
}

struct ready_end *fd_end_standard(const struct run *run, struct error *err)
{
	struct fd_end *f = xmalloc(sizeof(*f));

	*f = (struct fd_end){
		.end = { .open = open_standard, .close = close_standard },
		.name = "the pair of standard streams",
		.fd = -1,
		.tap = run->tap,
	};
	if (local_open(&f->opts, run, &(struct local_limits){ 0 }, err) < 0) {
		free(f);
		return NULL;
	}
	if (!process_has_stdout()) {
		f->opts.output_fd = -1;
		f->opts.needs_output = true;
	}
	return &f->end;
}
