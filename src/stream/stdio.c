/* SPDX-License-Identifier: MIT */
/*
 * The local end of a conversation. The standard streams stay blocking, since
 * other processes share them. Each call asks not to block (RWF_NOWAIT); where
 * the kernel cannot do that, poll(2) is called first, and no more is written
 * than a pipe takes at once. Terminals are opened again, for a file description
 * that is non-blocking.
 */
#include "stream/stdio-private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/calls.h"
#include "sys/clock-fd.h"
#include "sys/output/console.h"
#include "sys/output/messages.h"
#include "sys/process/process.h"
#include "sys/signals.h"

/* How often to look whether the process is in the foreground of its terminal
 * again, of which no event tells. */
#define TERMINAL_REST (CLOCK_SECOND / 5)

/* The type of the file, as in st_mode; 0: there is none. */
static mode_t kind_of(int fd)
{
	struct stat st;

	return fd >= 0 && fstat(fd, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

static bool is_ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, 0) > 0;
}

static int input_to_wait_for(const struct stdio *io)
{
	return io->own_in >= 0 ? io->own_in : io->opts.input_fd;
}

/* While genet is in the background, the shell reads what is typed. */
static bool may_read_terminal(struct stdio *io)
{
	bool rests = io->clock >= 0 && io->stream.read_fd == io->clock;
	bool is_elsewhere = console_is_elsewhere(io->opts.input_fd);

	if (is_elsewhere && io->clock < 0)
		io->clock = clock_fd_open();
	if (is_elsewhere && io->clock >= 0) {
		clock_fd_set(io->clock, TERMINAL_REST);
		io->stream.read_fd = io->clock;
		return false;
	}
	io->stream.read_fd = input_to_wait_for(io);
	return !rests; /* wait first for an event of the terminal */
}

static ssize_t read_terminal(struct stdio *io, void *bytes, size_t len)
{
	if (!may_read_terminal(io) || !is_ready(io->stream.read_fd, POLLIN)) {
		errno = EAGAIN;
		return -1;
	}
	ssize_t n = read(io->stream.read_fd, bytes, len);
	if (n > 0)
		messages_saw(io->opts.input_fd, bytes, (size_t)n);
	return n;
}

/* read(2) of a file, but not of what has been added to it meanwhile, if that is
 * so asked for. */
static ssize_t read_file(struct stdio *io, void *bytes, size_t len)
{
	uint64_t most = io->opts.input_most;

	if (most && len > most - io->read_from_file)
		len = (size_t)(most - io->read_from_file);
	ssize_t n = read(io->opts.input_fd, bytes, len);
	if (n > 0)
		io->read_from_file += (uint64_t)n;
	return n;
}

/* read(2) that does not block. */
static ssize_t read_now(struct stdio *io, void *bytes, size_t len)
{
	int fd = io->opts.input_fd;

	if (io->input_is_terminal)
		return read_terminal(io, bytes, len);
	if (!io->input_is_file && !io->cannot_nowait_in) {
		ssize_t n = calls_read_now(fd, bytes, len);
		if (n >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS))
			return n;
		io->cannot_nowait_in = true;
	}
	if (!io->input_is_file && !is_ready(fd, POLLIN)) {
		errno = EAGAIN;
		return -1;
	}
	return read_file(io, bytes, len);
}

/* write(2) that does not block. */
static ssize_t write_now(struct stdio *io, const void *bytes, size_t len)
{
	int fd = io->opts.output_fd;

	if (io->own_out >= 0 || io->output_is_file)
		return write(io->stream.write_fd, bytes, len);
	if (!io->cannot_nowait_out) {
		ssize_t n = calls_write_now(fd, bytes, len);
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

/* Whether a part of data and urgent, which come before the input, is left. */
static bool has_text(const struct stdio *io)
{
	return io->text_used < io->opts.data_len + io->opts.urgent_len;
}

static ssize_t read_text(struct stdio *io, void *bytes, size_t len)
{
	const struct stdio_opts *o = &io->opts;
	bool is_data = io->text_used < o->data_len;
	size_t at = is_data ? io->text_used : io->text_used - o->data_len;
	size_t left = (is_data ? o->data_len : o->urgent_len) - at;
	size_t n = left < len ? left : len;

	memcpy(bytes, (is_data ? o->data : o->urgent) + at, n);
	io->text_used += n;
	if (!has_text(io))
		io->stream.read_fd = input_to_wait_for(io);
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
		return STREAM_AGAIN; /* the caller will have more room */
	if (has_text(io))
		n = read_text(io, room, part);
	else if (io->opts.input_fd >= 0)
		n = read_now(io, room, part);
	if (n < 0 && sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (n < 0 && errno == EIO && io->input_is_terminal)
		return 0; /* the terminal has hung up */
	if (n < 0)
		return error_sys(
		    err, FAULT_IO, "cannot read %s", io->opts.input_name);
	return io->opts.crlf ? (ssize_t)crlf_expand(
				   &io->line_ends, bytes, room, (size_t)n)
	                     : n;
}

int stdio_fail_write(const struct stdio *io, struct error *err)
{
	if (errno == EPIPE || errno == ECONNRESET)
		return error_signal(err, SIGPIPE);
	return error_sys(
	    err, FAULT_IO, "cannot write to %s", io->opts.output_name);
}

/* Writes as much as there is room for. Returns as write does. */
static ssize_t write_some(
    struct stdio *io, const void *bytes, size_t len, struct error *err)
{
	if (io->output_is_terminal)
		messages_make_way(io->opts.output_fd);
	ssize_t n = write_now(io, bytes, len);

	if (n < 0)
		return sysno_is_transient(errno) ? STREAM_AGAIN
		                                 : stdio_fail_write(io, err);
	if (io->output_is_terminal)
		messages_saw(io->opts.output_fd, bytes, (size_t)n);
	return n;
}

/* Returns 0 when all is shown, STREAM_AGAIN or STREAM_ERROR. */
static int show(struct stdio *io, struct error *err)
{
	while (io->shown_done < io->shown_len) {
		ssize_t n = write_some(io, io->shown + io->shown_done,
		    io->shown_len - io->shown_done, err);
		if (n < 0)
			return (int)n;
		io->shown_done += (size_t)n;
	}
	return 0;
}

/* An escaped piece may take several calls. Until it is written, the piece
 * itself counts as not written, and the caller repeats it. */
static ssize_t write_terminal(
    struct stdio *io, const void *bytes, size_t len, struct error *err)
{
	if (io->taken == 0) {
		io->taken = len < SHOWN_AT_ONCE ? len : SHOWN_AT_ONCE;
		io->shown_done = 0;
		io->shown_len =
		    terminal_escape(&io->terminal, bytes, io->taken, io->shown);
	}
	int result = show(io, err);
	if (result < 0)
		return result;
	size_t taken = io->taken;
	io->taken = 0;
	return (ssize_t)taken;
}

static bool is_for_people(const struct stdio *io)
{
	return io->output_is_terminal && !io->opts.raw;
}

static ssize_t stdio_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct stdio *io = (struct stdio *)s;

	if (io->opts.output_fd < 0) {
		io->lost += len;
		return (ssize_t)len;
	}
	return is_for_people(io) ? write_terminal(io, bytes, len, err)
	                         : write_some(io, bytes, len, err);
}

static int close_output(struct stdio *io)
{
	int fd = io->opts.output_fd;

	io->opts.output_fd = -1;
	io->stream.write_fd = -1;
	if (io->own_out >= 0)
		close(io->own_out);
	io->own_out = -1;
	return fd <= STDERR_FILENO ? process_close_standard_fd(fd) : close(fd);
}

/* Also ends the last line, so that the next output begins a line. */
static void begin_to_finish(struct stdio *io)
{
	io->is_finishing = true;
	io->shown_done = 0;
	io->shown_len = terminal_flush(&io->terminal, io->shown);
	if (io->shown_len > 0 || messages_are_behind_text(io->opts.output_fd))
		io->shown[io->shown_len++] = '\n';
}

static int stdio_finish(struct stream *s, struct error *err)
{
	struct stdio *io = (struct stdio *)s;

	if (io->opts.output_fd < 0)
		return 0;
	if (is_for_people(io) && !io->is_finishing)
		begin_to_finish(io);
	int result = show(io, err);
	if (result < 0)
		return result;
	if (close_output(io) < 0 && errno != EINTR)
		return stdio_fail_write(io, err);
	return 0;
}

static int stdio_delivered(
    struct stream *s, int *unconfirmed, struct error *err)
{
	const struct stdio *io = (const struct stdio *)s;
	char size[TEXT_MEASURE];

	*unconfirmed = 0;
	if (!io->opts.needs_output || io->lost == 0)
		return 1;
	bool is_file = strcmp(io->opts.input_name, io->opts.output_name) == 0;
	return error_set(err, FAULT_IO,
	    is_file ? "%s came for '%s', which is only read"
		    : "%s came for %s, which is closed",
	    text_size(size, io->lost), io->opts.output_name);
}

static bool stdio_pending(const struct stream *s)
{
	const struct stdio *io = (const struct stdio *)s;

	return has_text(io) || io->opts.input_fd < 0;
}

/* For a stream that was not finished. After Ctrl-C the shell begins a line. */
static void end_shown_line(struct stdio *io)
{
	struct error ignored = ERROR_NONE;

	if (io->opts.output_fd < 0 || !is_for_people(io) || io->is_finishing ||
	    signals_pending())
		return;
	begin_to_finish(io);
	show(io, &ignored);
}

static void stdio_close(struct stream *s)
{
	struct stdio *io = (struct stdio *)s;

	end_shown_line(io);
	if (io->own_in >= 0)
		close(io->own_in);
	if (io->own_out >= 0)
		close(io->own_out);
	if (io->clock >= 0)
		clock_fd_close(io->clock);
	if (io->opts.input_fd > STDERR_FILENO)
		close(io->opts.input_fd);
	if (io->opts.output_fd > STDERR_FILENO)
		close(io->opts.output_fd);
	free(io);
}

static const struct stream_ops stdio_ops = {
	.read = stdio_read,
	.write = stdio_write,
	.splice_in = stdio_splice_in,
	.splice_out = stdio_splice_out,
	.finish = stdio_finish,
	.pending = stdio_pending,
	.delivered = stdio_delivered,
	.close = stdio_close,
};

static bool is_terminal(int fd)
{
	return fd >= 0 && isatty(fd);
}

struct stream *stdio_stream(const struct stdio_opts *opts, struct tap *tap)
{
	struct stdio *io = xmalloc(sizeof(*io));
	int own_in = console_open(opts->input_fd, O_RDONLY);
	int own_out = console_open(opts->output_fd, O_WRONLY);
	mode_t in = kind_of(opts->input_fd), out = kind_of(opts->output_fd);

	*io = (struct stdio){
		.stream = {
			.ops = &stdio_ops,
			.tap = tap,
			.write_fd = own_out >= 0 ? own_out : opts->output_fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
		},
		.opts = *opts,
		.input_is_file = in == S_IFREG,
		.input_is_terminal = is_terminal(opts->input_fd),
		.output_is_file = out == S_IFREG,
		.output_is_terminal = is_terminal(opts->output_fd),
		.own_in = own_in,
		.own_out = own_out,
		.clock = -1,
	};
	io->stream.read_fd = has_text(io) ? -1 : input_to_wait_for(io);
	/* splice(2) would block on a socket; terminals are shared. */
	io->stream.splices_in = (in == S_IFREG || in == S_IFIFO) &&
	                        !opts->crlf && !opts->input_most;
	io->stream.splices_out = out == S_IFREG || out == S_IFIFO ||
	                         (out == S_IFCHR && !io->output_is_terminal);
	if (opts->needs_room)
		stdio_enlarge_output(io);
	return &io->stream;
}
