/* SPDX-License-Identifier: MIT */
/* listen: accept a TCP connection, pipe stdin and stdout through it. */
#include <string.h>

#include "cli/endpoint.h"
#include "cmd/command.h"
#include "cmd/serve.h"
#include "cmd/session.h"
#include "net/listener.h"
#include "sys/process.h"

static const struct endpoint_rules rules = {
	.usage = "genet listen [HOST] PORT",
	.example = "genet listen 127.0.0.1 8080",
	.may_bind = true,
};

#define FIRST_LISTEN_FD 3

static struct listener *open_listener(
    const struct session *s, const struct endpoint *where, struct error *err)
{
	const struct config *cfg = s->cfg;
	struct binding_opts opts = {
		.host = where->host,
		.port = where->port,
		.type = SOCK_STREAM,
		.shared = true,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.backlog = (int)cfg->backlog,
		.sockopts = &cfg->sockopts,
		.deadline = s->deadline,
		.tap = s->tap,
	};
	int handed_over = 0;

	if (where->fd >= 0)
		return listener_inherit(
		    where->fd, 1, &cfg->sockopts, s->tap, err);
	if (where->port)
		return listener_open(&opts, err);
	handed_over = process_listen_fds();
	if (handed_over > 0)
		return listener_inherit(
		    FIRST_LISTEN_FD, handed_over, &cfg->sockopts, s->tap, err);
	error_set(err, FAULT_USAGE, "missing port");
	error_hint(err, "usage: %s, e.g. %s", rules.usage, rules.example);
	return NULL;
}

static int listen_run(
    const struct config *cfg, struct tap *tap, struct error *err)
{
	struct endpoint where = { .fd = -1 };
	struct session session;
	int result = -1;

	if (cfg->operand_count > 0 &&
	    endpoint_parse(cfg->operands, &rules, &where, err) < 0)
		return -1;
	if (session_open(&session, cfg, true, tap, err) == 0) {
		bool is_kernels_choice =
		    where.port && strcmp(where.port, "0") == 0;
		struct listener *l = open_listener(&session, &where, err);
		result = serve(&session, l, is_kernels_choice, err);
	}
	endpoint_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_accepting,
	&option_group_sharing,
	&option_group_ready,
	&option_group_address,
	&option_group_tcp,
	NULL,
};

const struct command cmd_listen = {
	.name = "listen",
	.operands = "[HOST] PORT",
	.summary =
	    "Accept a TCP connection and pipe stdin and stdout through it",
	.examples =
	    "  genet listen 8080 > file                   one connection, then "
	    "the end\n"
	    "  genet listen 127.0.0.1:0 --ready-file port --announce "
	    "'%{port}'\n"
	    "  genet listen localhost 8080 --timeout 10s < reply\n",
	.statuses = "0 all delivered, 1 local file or output, 2 usage, 3 name "
		    "not resolved, 6 cannot listen, 7 connection lost, 11 "
		    "not in this kernel, 124 timed out",
	.options = groups,
	.min_operands = 0,
	.max_operands = 2,
	.run = listen_run,
};
