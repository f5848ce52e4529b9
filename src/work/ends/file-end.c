/* SPDX-License-Identifier: MIT */
/* Files and FIFOs as ends of a conversation. */
#include "work/ends/file-end.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "stream/stdio.h"

struct file_end {
	struct ready_end end;
	char *path;
	enum file_mode mode;
	bool is_fifo;  /* it must be one */
	bool is_asked; /* the mode was given */
	/* A regular file that is written: openings share its offset. -1: not
	 * open so far, or another file. */
	int written_fd;
};

/* Whether open(2) failed because a FIFO has no reader (fifo(7)). */
static bool lacks_reader(const struct file_end *f)
{
	struct stat st;

	return errno == ENXIO && stat(f->path, &st) == 0 &&
	       S_ISFIFO(st.st_mode);
}

static int fail_to_open(const struct file_end *f, struct error *err)
{
	error_sys(err, FAULT_IO, "cannot open '%s'", f->path);
	err->is_transient = err->sysno == ENOENT;
	return -1;
}

static int check_kind(const struct file_end *f, mode_t mode, struct error *err)
{
	if (S_ISDIR(mode)) {
		errno = EISDIR;
		return fail_to_open(f, err);
	}
	if (f->is_fifo && !S_ISFIFO(mode))
		return error_set(
		    err, FAULT_IO, "cannot open '%s': not a FIFO", f->path);
	return 0;
}

/* Opens without waiting. Returns 0, READY_LATER or -1, as ready_open. */
static int open_path(const struct file_end *f, int flags, int *fd, mode_t *mode,
    struct error *err)
{
	struct stat st = { 0 };

	*fd = open(f->path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);
	if (*fd < 0 && lacks_reader(f)) {
		error_set(err, FAULT_TIMEOUT,
		    "cannot open '%s': no process has opened this FIFO for "
		    "reading in time",
		    f->path);
		return READY_LATER;
	}
	if (*fd < 0)
		return fail_to_open(f, err);
	int result = fstat(*fd, &st) < 0 ? fail_to_open(f, err)
	                                 : check_kind(f, st.st_mode, err);
	*mode = st.st_mode;
	if (result < 0)
		close(*fd);
	return result;
}

/* The descriptors are set. */
static void make_stream(
    const struct file_end *f, struct stdio_opts opts, struct connection *out)
{
	opts.input_name = opts.output_name = f->path;
	opts.needs_output = !f->is_asked;
	out->stream = stdio_stream(&opts, NULL);
	out->stream->gives_nothing = opts.input_fd < 0;
	out->stream->takes_nothing = opts.output_fd < 0;
}

static int copy_fd(
    const struct file_end *f, int fd, int *copy, struct error *err)
{
	*copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return *copy < 0 ? fail_to_open(f, err) : 0;
}

static int open_to_read(
    struct file_end *f, struct connection *out, struct error *err)
{
	mode_t mode;
	int fd, result = open_path(f, O_RDONLY, &fd, &mode, err);

	if (result == 0)
		make_stream(f,
		    (struct stdio_opts){ .input_fd = fd, .output_fd = -1 },
		    out);
	return result;
}

/* Keeps the descriptor of a regular file for openings to come, whose offset is
 * then behind what was written. */
static int keep(struct file_end *f, int fd, int *copy, struct error *err)
{
	if (f->mode == FILE_WRITE && ftruncate(fd, 0) < 0) {
		error_sys(err, FAULT_IO, "cannot empty '%s'", f->path);
		close(fd);
		return -1;
	}
	f->written_fd = fd;
	return copy_fd(f, fd, copy, err);
}

static int open_to_write(
    struct file_end *f, struct connection *out, struct error *err)
{
	int flags = O_WRONLY | (f->is_fifo ? 0 : O_CREAT) |
	            (f->mode == FILE_APPEND ? O_APPEND : 0);
	mode_t mode = S_IFREG;
	int fd, result;

	if (f->written_fd >= 0) {
		result = copy_fd(f, f->written_fd, &fd, err);
	} else {
		result = open_path(f, flags, &fd, &mode, err);
		if (result == 0 && S_ISREG(mode))
			result = keep(f, fd, &fd, err);
	}
	if (result == 0)
		make_stream(f,
		    (struct stdio_opts){ .input_fd = -1, .output_fd = fd },
		    out);
	return result;
}

/* Opens a regular file again, since it is read from the beginning and written
 * at the end. What is written does not come back. */
static int open_beginning(
    struct file_end *f, struct stdio_opts *opts, struct error *err)
{
	struct stat st = { 0 };
	mode_t mode;

	if (fcntl(opts->output_fd, F_SETFL, O_APPEND) < 0 ||
	    fstat(opts->output_fd, &st) < 0)
		return fail_to_open(f, err);
	opts->input_most = (uint64_t)st.st_size;
	opts->input_fd = -1;
	return st.st_size > 0
	           ? open_path(f, O_RDONLY, &opts->input_fd, &mode, err)
	           : 0;
}

static int open_for_both(
    struct file_end *f, struct connection *out, struct error *err)
{
	struct stdio_opts opts = { 0 };
	mode_t mode;
	int result =
	    open_path(f, O_RDWR | O_CREAT, &opts.output_fd, &mode, err);

	if (result != 0)
		return result;
	result = S_ISREG(mode)
	             ? open_beginning(f, &opts, err)
	             : copy_fd(f, opts.output_fd, &opts.input_fd, err);
	if (result == 0)
		make_stream(f, opts, out);
	else
		close(opts.output_fd);
	return result;
}

static int open_file(void *context, struct connection *out, struct error *err)
{
	struct file_end *f = context;

	switch (f->mode) {
	case FILE_READ:
		return open_to_read(f, out, err);
	case FILE_BY_SIDE:
	case FILE_WRITE:
	case FILE_APPEND:
		return open_to_write(f, out, err);
	case FILE_BOTH:
		return open_for_both(f, out, err);
	}
	return -1;
}

static void close_file(struct ready_end *e)
{
	struct file_end *f = (struct file_end *)e;

	if (f->written_fd >= 0)
		close(f->written_fd);
	free(f->path);
}

static struct file_end *make(struct file_spec *spec, enum end_side side)
{
	struct file_end *f = xmalloc(sizeof(*f));
	bool is_asked = spec->mode != FILE_BY_SIDE;

	*f = (struct file_end){
		.end = { .open = open_file, .close = close_file },
		.path = spec->path,
		.mode = is_asked           ? spec->mode
		        : side == END_LEFT ? FILE_READ
		                           : FILE_WRITE,
		.is_asked = is_asked,
		.written_fd = -1,
	};
	spec->path = NULL;
	return f;
}

struct ready_end *file_end(struct file_spec *spec, enum end_side side)
{
	return &make(spec, side)->end;
}

struct ready_end *file_end_fifo(struct file_spec *spec, enum end_side side)
{
	struct file_end *f = make(spec, side);

	f->is_fifo = true;
	return &f->end;
}
