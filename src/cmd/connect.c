/* SPDX-License-Identifier: MIT */
/* connect: open a TCP connection, or a conversation with an address of another
 * kind, and pipe stdin and stdout through it. */
#include "cmd/command.h"
#include "work/ends/ends-run.h"
#include "work/near/program.h"

static const struct spec_rules rules = {
	.command = "connect",
	.usage = "genet connect HOST PORT",
	.example = "genet connect example.test 80",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS & ~SPEC_BIT(SPEC_STDIO),
};

static int connect_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec target;

	if (program_check(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = ends_run_dialled(run, &target, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_urgent,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_recording,
	&option_group_goal,
	&option_group_program,
	&option_group_retry,
	&option_group_reconnection,
	&option_group_address,
	&option_group_source,
	&option_group_proxy,
	&option_group_tcp,
	&option_group_telnet,
	&option_group_tls,
	&option_group_tls_own,
	&option_group_tls_client,
	&option_group_proxy_header,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_connect = {
	.name = "connect",
	.operands = "HOST PORT",
	.summary = "Open a TCP connection and pipe stdin and stdout through it",
	.examples =
	    "  genet connect example.test 8080 < file     send a file, print "
	    "the reply\n"
	    "  genet connect localhost:6379 --data 'PING\\r\\n' --for 1s\n"
	    "  genet connect db.test 5432 --retry-for 30s --send-only "
	    "--no-stdin\n"
	    "  genet connect --tls example.test 443       encrypt, and verify "
	    "the server\n"
	    "  genet connect udp:ntp.test:123 --linger 1s < question\n",
	.statuses = "0 all delivered, 1 local file or output, 2 usage, 3 name "
		    "not resolved, 4 refused, 5 unreachable, 6 source address, "
		    "7 connection lost, 8 not received what was asked for, 9 "
		    "TLS failed, 10 refused by a proxy, 11 not in this kernel "
		    "or build, 124 timed out; with a program its own, 126 "
		    "cannot be run, 127 not found",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 2,
	.run = connect_run,
};
