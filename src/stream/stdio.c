/* SPDX-License-Identifier: MIT */
/*
 * The local end of a conversation. The standard streams stay blocking, since
 * other processes share them; instead each call asks not to wait (RWF_NOWAIT),
 * and where the kernel cannot do that, poll is asked first and no more is
 * written than a pipe takes at once.
 */
#include "stream/stdio.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/crlf.h"
#include "stream/terminal.h"
#include "sys/process.h"
#include "sys/signals.h"

struct stdio {
	struct stream stream;
	struct stdio_opts opts;
	size_t data_used;
	struct crlf line_ends;
	bool input_is_file, output_is_file, output_is_terminal;
	bool cannot_nowait_in, cannot_nowait_out; /* the kernel said so */
	struct terminal terminal;
};

static bool is_file(int fd)
{
	struct stat st;

	return fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0;
}

/* Comes back on a signal, too. */
static void wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	poll(&p, 1, -1);
}

/* read(2) that does not wait for others. */
static ssize_t read_now(struct stdio *io, void *bytes, size_t len)
{
	int fd = io->opts.input_fd;

	if (!io->input_is_file && !io->cannot_nowait_in) {
		struct iovec iov = { .iov_base = bytes, .iov_len = len };
		ssize_t n = preadv2(fd, &iov, 1, -1, RWF_NOWAIT);
		if (n >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS))
			return n;
		io->cannot_nowait_in = true;
	}
	if (!io->input_is_file && !is_ready(fd, POLLIN)) {
		errno = EAGAIN;
		return -1;
	}
	return read(fd, bytes, len);
}

/* write(2) that does not wait for others. */
static ssize_t write_now(struct stdio *io, const void *bytes, size_t len)
{
	int fd = io->opts.output_fd;

	if (io->output_is_file)
		return write(fd, bytes, len);
	if (!io->cannot_nowait_out) {
		struct iovec iov = {
			.iov_base = (void *)(uintptr_t)bytes,
			.iov_len = len,
		};
		ssize_t n = pwritev2(fd, &iov, 1, -1, RWF_NOWAIT);
		if (n >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS))
			return n;
		io->cannot_nowait_out = true;
	}
	if (!is_ready(fd, POLLOUT)) {
		errno = EAGAIN;
		return -1;
	}
	return write(fd, bytes, len < PIPE_BUF ? len : PIPE_BUF);
}

static ssize_t read_data(struct stdio *io, void *bytes, size_t len)
{
	size_t left = io->opts.data_len - io->data_used;
	size_t n = left < len ? left : len;

	memcpy(bytes, io->opts.data + io->data_used, n);
	io->data_used += n;
	return (ssize_t)n;
}

static ssize_t stdio_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct stdio *io = (struct stdio *)s;
	size_t part = io->opts.crlf ? len / 2 : len;
	char *room = (char *)bytes + (len - part);
	ssize_t n = 0;

	if (io->opts.crlf && len < 2)
		return STREAM_AGAIN; /* there will be more room */
	if (io->opts.data)
		n = read_data(io, room, part);
	else if (io->opts.input_fd >= 0)
		n = read_now(io, room, part);
	if (n < 0 && sysno_is_passing(errno))
		return STREAM_AGAIN;
	if (n < 0 && errno == EIO && isatty(io->opts.input_fd))
		return 0; /* the terminal has hung up */
	if (n < 0)
		return error_sys(
		    err, FAULT_IO, "cannot read %s", io->opts.input_name);
	return io->opts.crlf ? (ssize_t)crlf_expand(
				   &io->line_ends, bytes, room, (size_t)n)
	                     : n;
}

static int fail_write(const struct stdio *io, struct error *err)
{
	if (errno == EPIPE || errno == ECONNRESET)
		return error_signal(err, SIGPIPE);
	return error_sys(
	    err, FAULT_IO, "cannot write to %s", io->opts.output_name);
}

/* Terminals get all of a small piece, waiting if need be: somebody who holds
 * the screen with Ctrl-S wants us to wait. */
static ssize_t write_terminal(
    struct stdio *io, const void *bytes, size_t len, struct error *err)
{
	char shown[TERMINAL_GROWTH * (1024 + 4)];
	size_t taken = len < 1024 ? len : 1024, done = 0;

	if (!is_ready(io->opts.output_fd, POLLOUT))
		return STREAM_AGAIN;
	size_t used = terminal_escape(&io->terminal, bytes, taken, shown);
	while (done < used) {
		ssize_t n =
		    write(io->opts.output_fd, shown + done, used - done);
		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && !sysno_is_passing(errno))
			return fail_write(io, err);
		else if (signals_pending())
			break; /* Ctrl-C while the screen is held */
		else if (n < 0 && errno != EINTR)
			wait_for_room(io->opts.output_fd);
	}
	return (ssize_t)taken;
}

static ssize_t stdio_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct stdio *io = (struct stdio *)s;

	if (io->opts.output_fd < 0)
		return (ssize_t)len;
	if (io->output_is_terminal && !io->opts.raw)
		return write_terminal(io, bytes, len, err);
	ssize_t n = write_now(io, bytes, len);
	if (n >= 0)
		return n;
	return sysno_is_passing(errno) ? STREAM_AGAIN : fail_write(io, err);
}

static int close_output(struct stdio *io)
{
	int fd = io->opts.output_fd;

	io->opts.output_fd = -1;
	io->stream.write_fd = -1;
	return fd <= STDERR_FILENO ? process_close_standard_fd(fd) : close(fd);
}

static int stdio_finish(struct stream *s, struct error *err)
{
	struct stdio *io = (struct stdio *)s;
	char rest[TERMINAL_GROWTH * 4];

	if (io->opts.output_fd < 0)
		return 0;
	size_t len = terminal_flush(&io->terminal, rest);
	if (len > 0 && write(io->opts.output_fd, rest, len) < 0)
		return fail_write(io, err);
	if (close_output(io) < 0 && errno != EINTR)
		return fail_write(io, err);
	return 0;
}

static bool stdio_pending(const struct stream *s)
{
	const struct stdio *io = (const struct stdio *)s;

	return io->opts.data || io->opts.input_fd < 0;
}

static void stdio_close(struct stream *s)
{
	struct stdio *io = (struct stdio *)s;

	if (io->opts.input_fd > STDERR_FILENO)
		close(io->opts.input_fd);
	if (io->opts.output_fd > STDERR_FILENO)
		close(io->opts.output_fd);
	free(io);
}

static const struct stream_ops stdio_ops = {
	.read = stdio_read,
	.write = stdio_write,
	.finish = stdio_finish,
	.pending = stdio_pending,
	.close = stdio_close,
};

struct stream *stdio_stream(const struct stdio_opts *opts, struct tap *tap)
{
	struct stdio *io = xmalloc(sizeof(*io));

	*io = (struct stdio){
		.stream = {
			.ops = &stdio_ops,
			.tap = tap,
			.read_fd = opts->data ? -1 : opts->input_fd,
			.write_fd = opts->output_fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.opts = *opts,
		.input_is_file = is_file(opts->input_fd),
		.output_is_file = is_file(opts->output_fd),
		.output_is_terminal =
		    opts->output_fd >= 0 && isatty(opts->output_fd),
	};
	return &io->stream;
}
