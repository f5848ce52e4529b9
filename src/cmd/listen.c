/* SPDX-License-Identifier: MIT */
/* listen: accept a TCP connection, or one at an address of another kind, and
 * pipe stdin and stdout through it. */
#include "cmd/command.h"
#include "sys/process/process.h"
#include "work/ends/ends-run.h"
#include "work/listen-options.h"
#include "work/near/program.h"

static const struct spec_rules rules = {
	.command = "listen",
	.usage = "genet listen [HOST] PORT",
	.example = "genet listen 127.0.0.1 8080",
	.role = SPEC_LISTENS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS & ~SPEC_PROXY_KINDS,
};

/* The sockets of a service manager, where no address is given. */
static int take_handed_over(
    const struct run *run, struct spec *out, struct error *err)
{
	*out = (struct spec){
		.kind = SPEC_FD,
		.role = SPEC_LISTENS,
		.fd = PROCESS_FIRST_LISTEN_FD,
		.fd_count = run->handed_over,
	};
	if (run->handed_over > 0)
		return 0;
	error_set(err, FAULT_USAGE, "missing port");
	if (run->is_handed_elsewhere)
		error_hint(err, "the sockets of LISTEN_FDS are not taken: "
				"LISTEN_PID names another process");
	return error_hint(
	    err, "usage: %s, e.g. %s", rules.usage, rules.example);
}

static int listen_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec where;

	if (program_check(cfg, err) < 0 || listen_options_check(cfg, err) < 0)
		return -1;
	int result = cfg->operand_count > 0
	                 ? spec_parse(cfg->operands, &rules, &where, err)
	                 : take_handed_over(run, &where, err);
	if (result < 0)
		return -1;
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
	&option_group_accepting,
	&option_group_many,
	&option_group_goal,
	&option_group_program,
	&option_group_running,
	&option_group_ranges,
	&option_group_sharing,
	&option_group_socket_file,
	&option_group_ready,
	&option_group_address,
	&option_group_tcp,
	&option_group_telnet,
	&option_group_tls,
	&option_group_tls_own,
	&option_group_tls_server,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
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
	.addresses = &rules,
	.max_operands = 2,
	.run = listen_run,
};
