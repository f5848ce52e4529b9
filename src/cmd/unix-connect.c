/* SPDX-License-Identifier: MIT */
/* unix connect: connect to a Unix socket, pipe stdin and stdout through it. */
#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "net/dial/unix-dial.h"
#include "work/far/dialling.h"
#include "work/far/secure.h"
#include "work/far/unix-options.h"
#include "work/near/program.h"
#include "work/serve.h"

static int check_source(const struct config *cfg, struct error *err)
{
	if (cfg->source && !cfg->datagram)
		return error_set(err, FAULT_USAGE,
		    "--source has no effect without --datagram: a connection "
		    "is answered in any case");
	if (cfg->mode >= 0 && !cfg->source)
		return error_set(
		    err, FAULT_USAGE, "--mode has no effect without --source");
	return 0;
}

/* Binds the socket that --source names. */
static int open_source(
    const struct run *run, struct unix_binding *own, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address name;
	struct unix_binding_opts opts = {
		.address = &name,
		.type = SOCK_DGRAM,
		.mode = unix_options_mode(cfg),
		.tap = run->tap,
	};

	if (unix_address_parse(cfg->source, &name, err) < 0 ||
	    unix_options_check_mode(cfg, &name, err) < 0)
		return -1;
	return unix_binding_open(own, &opts, err);
}

static int converse(
    const struct run *run, const struct unix_dial_opts *opts, struct error *err)
{
	const struct secure_peer peer = {
		.is_stream = opts->type == SOCK_STREAM,
	};
	struct secure secure;

	if (secure_open(&secure, run, &peer, err) < 0)
		return -1;
	struct dial *dial = secure_dial(&secure, run, unix_dial(opts));
	int result = serve_dialled(run, dial, err);
	secure_close(&secure);
	return result;
}

static int converse_from(
    const struct run *run, const struct unix_dial_opts *to, struct error *err)
{
	struct unix_dial_opts opts = *to;
	struct unix_binding own;

	if (open_source(run, &own, err) < 0)
		return -1;
	opts.own = &own;
	int result = converse(run, &opts, err);
	unix_binding_close(&own);
	return result;
}

static int unix_connect_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	struct unix_dial_opts opts = {
		.address = &where,
		.type = unix_options_type(cfg, err),
		.retry = dialling_retry(run),
	};

	if (opts.type < 0 || program_check(cfg, err) < 0 ||
	    check_source(cfg, err) < 0 ||
	    unix_address_parse(cfg->operands[0], &where, err) < 0)
		return -1;
	return cfg->source ? converse_from(run, &opts, err)
	                   : converse(run, &opts, err);
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_goal,
	&option_group_program,
	&option_group_seqpacket,
	&option_group_unix_source,
	&option_group_retry,
	&option_group_tls,
	&option_group_tls_client,
	&option_group_proxy_header,
	&option_group_reports,
	NULL,
};

const struct command cmd_unix_connect = {
	.name = "unix connect",
	.operands = "PATH",
	.summary = "Connect to a Unix socket",
	.manual = "genet-unix",
	.examples =
	    "  genet unix connect ./socket < file         send a file, print "
	    "the reply\n"
	    "  genet unix connect @name                   abstract: there is "
	    "no "
	    "file\n"
	    "  genet unix connect /run/app.socket --retry-for 30s --data "
	    "'PING\\n'\n"
	    "  genet unix connect --datagram /run/app.socket --linger 1s "
	    "--data PING\n",
	.statuses =
	    "0 all delivered, 1 local file or output, 2 usage, 4 "
	    "nothing listens, 5 no permission to connect, 7 connection lost, "
	    "8 not received what was asked for, 9 TLS failed, 11 no TLS in "
	    "this build, 124 timed out; with a "
	    "program its own, 126 cannot be run, 127 not found",
	.options = groups,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_connect_run,
};
