/* SPDX-License-Identifier: MIT */
/* Options of a listener that mean nothing together. */
#include "work/listen-options.h"

#include "args/choice.h"
#include "work/near/local.h"
#include "work/near/near.h"

/* What a listener may need for the output and for what all are sent. */
#define LEAST_MEMORY (8 * 1024 * 1024)

/* A busy server's clients come in bursts; the kernel has a limit of its own. */
#define BACKLOG 4096

static int fail(const char *what, const char *other, struct error *err)
{
	return error_set(
	    err, FAULT_USAGE, "%s has no effect with %s", what, other);
}

/* Nothing is written to standard output, or to one file for all. */
static int check_output(const struct config *cfg, struct error *err)
{
	const struct choice others[] = {
		{ cfg->echo, "--echo" },
		{ cfg->discard, "--discard" },
		{ cfg->send_only, "--send-only" },
		{ cfg->exec, "--exec" },
		{ cfg->shell, "--sh" },
		{ cfg->has_client_files, "a file for each client (--output)" },
	};
	const struct choice shapes[] = {
		{ cfg->tag, "--tag" },
		{ cfg->stream_format, "--format lines" },
		{ cfg->raw, "--raw" },
	};
	const char *other = CHOICE_FIRST(others);
	const char *shape = CHOICE_FIRST(shapes);

	return other && shape ? fail(shape, other, err) : 0;
}

/* The echo is not changed, and is all that is sent unless more is given. */
static int check_sending(const struct config *cfg, struct error *err)
{
	bool has_input = cfg->input || cfg->data.bytes;
	const struct choice silent[] = {
		{ cfg->recv_only, "--recv-only" },
		{ cfg->no_stdin, "--no-stdin" },
		{ cfg->echo && !has_input, "--echo" },
		{ cfg->discard && !has_input, "--discard" },
		{ cfg->during && !has_input, "--during" },
	};
	const char *other = CHOICE_FIRST(silent);

	if (cfg->crlf && other && !cfg->exec && !cfg->shell)
		return fail("--crlf", other, err);
	if (cfg->echo && (cfg->recv_only || cfg->send_only))
		return error_set(err, FAULT_USAGE,
		    "--echo and %s contradict each other",
		    cfg->recv_only ? "--recv-only" : "--send-only");
	return 0;
}

static int check_number(const struct config *cfg, struct error *err)
{
	bool is_one = !cfg->keep_open && !cfg->count_conns;

	if (cfg->once && !is_one)
		return error_set(err, FAULT_USAGE,
		    "--once and %s contradict each other",
		    cfg->keep_open ? "--keep-open" : "--count-conns");
	if (cfg->max_conns && is_one)
		return error_set(err, FAULT_USAGE,
		    "--max-conns has no effect without --keep-open");
	if (cfg->max_memory && cfg->max_memory < LEAST_MEMORY)
		return error_set(
		    err, FAULT_USAGE, "--max-memory must be at least 8MiB");
	if (cfg->max_memory && !near_is_shared(cfg))
		return error_set(err, FAULT_USAGE,
		    "--max-memory has no effect without --keep-open");
	return 0;
}

int listen_options_check(const struct config *cfg, struct error *err)
{
	if (local_check(cfg, err) < 0 || check_number(cfg, err) < 0 ||
	    check_output(cfg, err) < 0)
		return -1;
	return check_sending(cfg, err);
}

int listen_options_backlog(const struct config *cfg)
{
	return cfg->backlog < 0 ? BACKLOG : (int)cfg->backlog;
}

struct binding_opts listen_options_binding(
    const struct run *run, int type, const char *host, const char *port)
{
	const struct config *cfg = run->cfg;

	return (struct binding_opts){
		.host = host,
		.port = port,
		.type = type,
		.shared = type == SOCK_STREAM,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.backlog = listen_options_backlog(cfg),
		.sockopts = &cfg->sockopts,
		.deadline = run->deadline,
		.tap = run->tap,
	};
}
