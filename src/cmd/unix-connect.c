/* SPDX-License-Identifier: MIT */
/* unix connect: connect to a Unix socket, pipe stdin and stdout through it. */
#include <sys/socket.h>

#include "cmd/command.h"
#include "work/ends/ends-run.h"
#include "work/far/unix-options.h"
#include "work/near/program.h"

static const struct spec_rules rules = {
	.command = "unix connect",
	.role = SPEC_DIALS,
	.usual = SPEC_UNIX,
	.kinds = SPEC_UNIX_KINDS,
};

static int check_source(
    const struct config *cfg, const struct spec *target, struct error *err)
{
	if (cfg->source && spec_type(target) != SOCK_DGRAM)
		return error_set(err, FAULT_USAGE,
		    "--source has no effect without --datagram: a connection "
		    "is answered in any case");
	if (cfg->mode >= 0 && !cfg->source)
		return error_set(
		    err, FAULT_USAGE, "--mode has no effect without --source");
	return 0;
}

static int unix_connect_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec target;

	if (program_check(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = unix_options_settle(cfg, &target, err);
	if (result == 0)
		result = check_source(cfg, &target, err);
	if (result == 0)
		result = ends_run_dialled(run, &target, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_recording,
	&option_group_goal,
	&option_group_program,
	&option_group_seqpacket,
	&option_group_unix_source,
	&option_group_retry,
	&option_group_reconnection,
	&option_group_tls,
	&option_group_tls_own,
	&option_group_tls_client,
	&option_group_proxy_header,
	&option_group_reports,
	&option_group_sandbox,
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
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_connect_run,
};
