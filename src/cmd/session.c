/* SPDX-License-Identifier: MIT */
/* One conversation between our standard streams and a peer. */
#include "cmd/session.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "relay/shuttle.h"

/* What one read of our input may return, where it becomes one message. */
#define MESSAGE_BYTES (64 * 1024)

/* Each of the sources says where the bytes to send come from. */
static int check_options(const struct config *cfg, struct error *err)
{
	const struct {
		bool is_given;
		const char *name;
	} sources[] = {
		{ cfg->data.bytes, "--data" },
		{ cfg->input, "--input" },
		{ cfg->no_stdin, "--no-stdin" },
		{ cfg->recv_only, "--recv-only" },
	};
	const char *first = NULL;

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (!sources[i].is_given)
			continue;
		if (first)
			return error_set(err, FAULT_USAGE,
			    "%s and %s contradict each other", first,
			    sources[i].name);
		first = sources[i].name;
	}
	if (cfg->send_only && (cfg->recv_only || cfg->output))
		return error_set(err, FAULT_USAGE,
		    "--send-only and %s contradict each other",
		    cfg->recv_only ? "--recv-only" : "--output");
	return 0;
}

static bool is_given(const char *file)
{
	return file && strcmp(file, "-") != 0;
}

static int open_input(struct session *s, struct error *err)
{
	const struct config *cfg = s->cfg;

	s->local.input_fd = STDIN_FILENO;
	s->local.input_name = "standard input";
	s->local.data = cfg->data.bytes;
	s->local.data_len = cfg->data.len;
	if (cfg->no_stdin || cfg->recv_only || cfg->data.bytes)
		s->local.input_fd = -1;
	if (!is_given(cfg->input))
		return 0;
	s->local.input_name = cfg->input;
	s->local.input_fd = open(cfg->input, O_RDONLY | O_CLOEXEC);
	if (s->local.input_fd < 0)
		return error_sys(err, FAULT_IO, "cannot open '%s'", cfg->input);
	return 0;
}

/* The file is not emptied before there is a peer: what it holds is not lost
 * to a connection that fails. */
static int open_output(struct session *s, struct error *err)
{
	const struct config *cfg = s->cfg;

	s->local.output_fd = cfg->send_only ? -1 : STDOUT_FILENO;
	s->local.output_name = "standard output";
	if (!is_given(cfg->output))
		return 0;
	s->local.output_name = cfg->output;
	s->local.output_fd =
	    open(cfg->output, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (s->local.output_fd < 0)
		return error_sys(
		    err, FAULT_IO, "cannot open '%s'", cfg->output);
	return 0;
}

int session_open(struct session *s, const struct config *cfg, bool is_listener,
    struct tap *tap, struct error *err)
{
	*s = (struct session){
		.cfg = cfg,
		.tap = tap,
		.local = { .input_fd = -1, .output_fd = -1 },
		.is_listener = is_listener,
		.deadline = clock_after(cfg->timeout_us),
	};
	s->local.crlf = cfg->crlf;
	s->local.raw = cfg->raw;
	if (check_options(cfg, err) == 0 && open_input(s, err) == 0 &&
	    open_output(s, err) == 0)
		return 0;
	session_cancel(s);
	return -1;
}

void session_cancel(struct session *s)
{
	if (s->local.input_fd > STDERR_FILENO)
		close(s->local.input_fd);
	if (s->local.output_fd > STDERR_FILENO)
		close(s->local.output_fd);
	s->local.input_fd = s->local.output_fd = -1;
}

/* Files given with -o are emptied; others belong to whoever opened them. */
static int empty_output(const struct session *s, struct error *err)
{
	int fd = s->local.output_fd;
	struct stat st;

	if (fd <= STDERR_FILENO || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	if (ftruncate(fd, 0) < 0)
		return error_sys(
		    err, FAULT_IO, "cannot empty '%s'", s->local.output_name);
	return 0;
}

struct retry_opts session_retry(const struct session *s)
{
	const struct config *cfg = s->cfg;
	bool has_time_only =
	    cfg->retries == 0 && cfg->retry_for_us != CLOCK_NEVER;

	return (struct retry_opts){
		.connect_timeout_us = cfg->connect_timeout_us,
		.deadline = s->deadline,
		.retries = has_time_only ? RETRY_FOREVER : cfg->retries,
		.retry_for_us = cfg->retry_for_us,
		.retry_delay_us = cfg->retry_delay_us,
		.tap = s->tap,
	};
}

/* The text of --data is one message, whatever its length. */
static size_t message_bytes(const struct config *cfg)
{
	size_t data = cfg->crlf ? 2 * cfg->data.len : cfg->data.len;

	return data > MESSAGE_BYTES ? data : MESSAGE_BYTES;
}

static struct shuttle_opts make_opts(const struct session *s, const char *peer)
{
	const struct config *cfg = s->cfg;

	return (struct shuttle_opts){
		.peer = peer,
		.conn = 1,
		.is_listener = s->is_listener,
		.input_is_terminal =
		    s->local.input_fd >= 0 && isatty(s->local.input_fd),
		.send_only = cfg->send_only,
		.recv_only = cfg->recv_only,
		.message_bytes = message_bytes(cfg),
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us = cfg->linger_us,
		.timeout_us = cfg->timeout_us,
		.deadline = s->deadline,
	};
}

int session_run(struct session *s, struct stream *remote, const char *peer,
    struct error *err)
{
	struct shuttle_opts opts = make_opts(s, peer);
	struct loop loop = { 0 };
	struct shuttle shuttle;
	int result = -1;

	struct stream *local = stdio_stream(&s->local, s->tap);
	shuttle_init(&shuttle, &opts, local, remote, s->tap);
	if (empty_output(s, err) == 0) {
		struct error interrupted = ERROR_NONE;
		loop_add(&loop, &shuttle.pollable);
		int ran = loop_run(&loop, &interrupted);
		result = shuttle_result(&shuttle, err);
		if (ran < 0) {
			*err = interrupted;
			result = -1;
		}
	}
	shuttle_free(&shuttle);
	stream_close(remote);
	stream_close(local);
	return result;
}
