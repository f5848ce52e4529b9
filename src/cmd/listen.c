/* SPDX-License-Identifier: MIT */
/* listen: accept a TCP connection, or take the first sender by UDP, and pipe
 * stdin and stdout through it. */
#include "args/endpoint.h"
#include "base/xalloc.h"
#include "cmd/command.h"
#include "net/bind/listener.h"
#include "sys/process/process.h"
#include "work/datagram-options.h"
#include "work/far/admission.h"
#include "work/listen-options.h"
#include "work/near/program.h"
#include "work/serve.h"

static const struct endpoint_rules rules = {
	.command = "listen",
	.usage = "genet listen [HOST] PORT",
	.example = "genet listen 127.0.0.1 8080",
	.may_bind = true,
	.takes_kinds = true,
};

static struct listener *open_listener(
    const struct run *run, const struct endpoint *where, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct binding_opts opts = listen_options_binding(run,
	    where->is_udp ? SOCK_DGRAM : SOCK_STREAM, where->host, where->port);

	if (where->fd >= 0)
		return listener_inherit(
		    where->fd, 1, &cfg->sockopts, run->tap, err);
	if (where->port)
		return listener_open(&opts, err);
	if (run->handed_over > 0)
		return listener_inherit(PROCESS_FIRST_LISTEN_FD,
		    run->handed_over, &cfg->sockopts, run->tap, err);
	error_set(err, FAULT_USAGE, "missing port");
	error_hint(err, "usage: %s, e.g. %s", rules.usage, rules.example);
	return NULL;
}

/* A program is reachable from the whole network only with "*:PORT". */
static void default_to_loopback(
    const struct config *cfg, struct endpoint *where)
{
	if (program_is_asked(cfg) && where->is_port_alone)
		where->host =
		    xstrdup(cfg->family == AF_INET6 ? "::1" : "127.0.0.1");
}

static int check_datagrams(
    const struct config *cfg, const struct endpoint *where, struct error *err)
{
	if (where->fd >= 0)
		return error_set(err, FAULT_USAGE,
		    "a socket of datagrams cannot be inherited");
	return datagram_options_check(cfg, err);
}

static int serve_at(
    const struct run *run, const struct endpoint *where, struct error *err)
{
	if (admission_check(run->cfg, !where->is_udp, err) < 0)
		return -1;
	return serve(run, open_listener(run, where, err), err);
}

static int listen_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct endpoint where = { .fd = -1 };

	if (program_check(cfg, err) < 0 || listen_options_check(cfg, err) < 0 ||
	    (cfg->operand_count > 0 &&
		endpoint_parse(cfg->operands, &rules, &where, err) < 0))
		return -1;
	bool is_inherited =
	    where.fd >= 0 || (!where.port && run->handed_over > 0);
	int result = 0;
	if (where.is_udp)
		result = check_datagrams(cfg, &where, err);
	else if (is_inherited)
		result = listen_options_check_inherited(cfg, err);
	default_to_loopback(cfg, &where);
	if (result == 0)
		result = serve_at(run, &where, err);
	endpoint_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_accepting,
	&option_group_many,
	&option_group_goal,
	&option_group_program,
	&option_group_running,
	&option_group_ranges,
	&option_group_sharing,
	&option_group_ready,
	&option_group_address,
	&option_group_tcp,
	&option_group_tls,
	&option_group_tls_server,
	&option_group_reports,
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
	    "  genet listen localhost 8080 --timeout 10s < reply\n"
	    "  genet listen udp:127.0.0.1:5000            with the first "
	    "sender only\n",
	.statuses =
	    "0 all delivered, 1 local file or output, 2 usage, 3 name not "
	    "resolved, 6 cannot listen, 7 connection lost, 8 not received what "
	    "was asked for, 9 TLS, 10 no PROXY header, 11 not in this kernel, "
	    "124 timed out; with a program its own, 126 cannot be run, 127 not "
	    "found",
	.options = groups,
	.takes_kinds = true,
	.max_operands = 2,
	.run = listen_run,
};
