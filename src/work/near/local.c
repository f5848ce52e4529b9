/* SPDX-License-Identifier: MIT */
/* The standard streams and files of a run. */
#include "work/near/local.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args/choice.h"
#include "base/parse.h"
#include "sys/open.h"
#include "work/watching/watching-files.h"

/* The sources of the bytes to send exclude each other. */
int local_check(const struct config *cfg, struct error *err)
{
	const struct choice sources[] = {
		{ cfg->data.bytes, "--data" },
		{ cfg->input, "--input" },
		{ cfg->no_stdin, "--no-stdin" },
		{ cfg->recv_only, "--recv-only" },
	};
	const char *first = NULL;

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (first && sources[i].is_given)
			return error_set(err, FAULT_USAGE,
			    "%s and %s contradict each other", first,
			    sources[i].text);
		if (sources[i].is_given)
			first = sources[i].text;
	}
	if (cfg->send_only && (cfg->recv_only || cfg->output))
		return error_set(err, FAULT_USAGE,
		    "--send-only and %s contradict each other",
		    cfg->recv_only ? "--recv-only" : "--output");
	return 0;
}

static bool is_file(const char *name)
{
	return name && strcmp(name, "-") != 0;
}

/* A directory can be opened for reading, and would fail only when there is a
 * peer. */
static int open_file(
    const struct run *run, const char *name, int flags, struct error *err)
{
	struct stat status;
	int fd = open_by_deadline(name, flags, run->deadline, err);

	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(fd);
		errno = EISDIR;
		return error_sys(err, FAULT_IO, "cannot open '%s'", name);
	}
	return fd;
}

/* netcat's -i is a time. */
static int open_input(const struct run *run, struct error *err)
{
	const char *name = run->cfg->input;
	int64_t ignored;
	int fd = run->input_fd >= 0 ? run->input_fd
	                            : open_file(run, name, O_RDONLY, err);

	if (fd < 0 && parse_time(name, &ignored))
		error_hint(err, "-i is --input FILE here; netcat's pause "
				"between lines has no counterpart");
	return fd;
}

/* The file is not emptied before there is a peer: what it holds is not lost
 * to a connection that fails. */
static int open_output(const struct run *run, struct error *err)
{
	return run->output_fd >= 0
	           ? run->output_fd
	           : open_file(run, run->cfg->output, O_WRONLY | O_CREAT, err);
}

int local_open_early(struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;

	if (is_file(cfg->input)) {
		run->input_fd = open_input(run, err);
		if (run->input_fd < 0)
			return -1;
	}
	if (is_file(cfg->output) && !cfg->has_client_files) {
		run->output_fd = open_output(run, err);
		if (run->output_fd < 0)
			return -1;
	}
	return 0;
}

static int choose_input(struct stdio_opts *opts, const struct run *run,
    bool no_stdin, struct error *err)
{
	const struct config *cfg = run->cfg;

	opts->input_fd = STDIN_FILENO;
	opts->input_name = "standard input";
	opts->data = cfg->data.bytes;
	opts->data_len = cfg->data.len;
	opts->urgent = cfg->urgent.bytes;
	opts->urgent_len = cfg->urgent.len;
	if (cfg->no_stdin || cfg->recv_only || cfg->data.bytes ||
	    (no_stdin && !cfg->input))
		opts->input_fd = -1;
	if (!is_file(cfg->input))
		return 0;
	opts->input_name = cfg->input;
	opts->input_fd = open_input(run, err);
	return opts->input_fd < 0 ? -1 : 0;
}

/* An observer may write to standard output. */
static int check_stdout(const struct config *cfg, struct error *err)
{
	const char *taker = watching_takes_stdout(cfg);

	if (!taker)
		return 0;
	error_set(err, FAULT_USAGE,
	    "%s: what is received goes to standard output, too", taker);
	return error_hint(err, "give it a file: --output FILE");
}

static int choose_output(
    struct stdio_opts *opts, const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;

	opts->output_fd = cfg->send_only ? -1 : STDOUT_FILENO;
	opts->output_name = "standard output";
	if (!is_file(cfg->output))
		return opts->output_fd < 0 ? 0 : check_stdout(cfg, err);
	opts->output_name = cfg->output;
	opts->output_fd = open_output(run, err);
	return opts->output_fd < 0 ? -1 : 0;
}

int local_open(struct stdio_opts *opts, const struct run *run,
    const struct local_limits *limits, struct error *err)
{
	const struct config *cfg = run->cfg;

	*opts = (struct stdio_opts){
		.input_fd = -1,
		.output_fd = -1,
		.crlf = cfg->crlf,
		.raw = cfg->raw,
	};
	if (local_check(cfg, err) == 0 &&
	    choose_input(opts, run, limits->no_stdin, err) == 0 &&
	    (limits->no_output || choose_output(opts, run, err) == 0))
		return 0;
	local_cancel(opts);
	return -1;
}

void local_cancel(struct stdio_opts *opts)
{
	if (opts->input_fd > STDERR_FILENO)
		close(opts->input_fd);
	if (opts->output_fd > STDERR_FILENO)
		close(opts->output_fd);
	opts->input_fd = opts->output_fd = -1;
}

/* Files that others have opened, standard output among them, stay whole. */
int local_empty(const struct stdio_opts *opts, struct error *err)
{
	int fd = opts->output_fd;
	struct stat st;

	if (fd <= STDERR_FILENO || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	if (ftruncate(fd, 0) < 0)
		return error_sys(
		    err, FAULT_IO, "cannot empty '%s'", opts->output_name);
	return 0;
}

struct stream *local_stream(
    struct stdio_opts *opts, struct tap *tap, struct error *err)
{
	if (local_empty(opts, err) < 0) {
		local_cancel(opts);
		return NULL;
	}
	return stdio_stream(opts, tap);
}
