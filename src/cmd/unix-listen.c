/* SPDX-License-Identifier: MIT */
/* unix listen: accept a connection to a Unix socket, pipe stdin and stdout
 * through it. */
#include "cmd/command.h"
#include "work/ends/ends-run.h"
#include "work/far/unix-options.h"
#include "work/listen-options.h"
#include "work/near/program.h"

static const struct spec_rules rules = {
	.command = "unix listen",
	.role = SPEC_LISTENS,
	.usual = SPEC_UNIX,
	.kinds = SPEC_UNIX_KINDS | SPEC_BIT(SPEC_FD),
};

static int unix_listen_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec where;

	if (program_check(cfg, err) < 0 || listen_options_check(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &where, err) < 0)
		return -1;
	int result = unix_options_settle(cfg, &where, err);
	if (result == 0)
		result = ends_run_listening(run, &where, err);
	spec_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_recording,
	&option_group_seqpacket,
	&option_group_socket_file,
	&option_group_accepting,
	&option_group_many,
	&option_group_goal,
	&option_group_program,
	&option_group_running,
	&option_group_ready,
	&option_group_tls,
	&option_group_tls_own,
	&option_group_tls_server,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_unix_listen = {
	.name = "unix listen",
	.operands = "PATH",
	.summary = "Accept a connection to a Unix socket",
	.manual = "genet-unix",
	.examples =
	    "  genet unix listen ./socket > received      one connection, then "
	    "the end\n"
	    "  genet unix listen @name                    abstract: there is "
	    "no "
	    "file\n"
	    "  genet unix listen --mode 0660 --seqpacket /run/app.socket\n",
	.statuses = "0 all delivered, 1 local file or output, 2 usage, 6 "
		    "cannot listen, 7 connection lost, 8 not received what was "
		    "asked for, 9 TLS, 10 no PROXY header, 124 timed "
		    "out; with a program its own, 126 cannot be run, "
		    "127 not found",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_listen_run,
};
