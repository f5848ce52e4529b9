/* SPDX-License-Identifier: MIT */
/* unix connect: connect to a Unix socket, pipe stdin and stdout through it. */
#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "net/dial/unix-dial.h"
#include "work/dialling.h"
#include "work/program.h"
#include "work/serve.h"

static int unix_connect_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	struct unix_dial_opts opts = {
		.address = &where,
		.type = cfg->seqpacket ? SOCK_SEQPACKET : SOCK_STREAM,
		.retry = dialling_retry(run),
	};

	if (program_check(cfg, err) < 0 ||
	    unix_address_parse(cfg->operands[0], &where, err) < 0)
		return -1;
	return serve_dialled(run, unix_dial(&opts), err);
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_goal,
	&option_group_program,
	&option_group_seqpacket,
	&option_group_retry,
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
	    "'PING\\n'\n",
	.statuses =
	    "0 all delivered, 1 local file or output, 2 usage, 4 "
	    "nothing listens, 5 no permission to connect, 7 connection lost, "
	    "8 not received what was asked for, 124 timed out; with a "
	    "program its own, 126 cannot be run, 127 not found",
	.options = groups,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_connect_run,
};
