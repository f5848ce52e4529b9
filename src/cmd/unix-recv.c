/* SPDX-License-Identifier: MIT */
/* unix recv: print the datagrams that arrive at a Unix socket. */
#include <sys/socket.h>

#include "cmd/command.h"
#include "work/datagrams.h"
#include "work/far/unix-options.h"

static const struct spec_rules rules = {
	.command = "unix recv",
	.role = SPEC_LISTENS,
	.usual = SPEC_UNIX_DGRAM,
	.kinds = SPEC_BIT(SPEC_UNIX) | SPEC_BIT(SPEC_UNIX_DGRAM),
};

static int receive_at(
    const struct run *run, const struct spec *where, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct unix_binding_opts opts = {
		.address = &where->address,
		.type = SOCK_DGRAM,
		.mode = unix_options_mode(cfg),
		.tap = run->tap,
	};

	if (unix_options_check_mode(cfg, &where->address, err) < 0)
		return -1;
	return datagrams_receive_unix(run, &opts, err);
}

static int unix_recv_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec where;

	if (datagrams_check_receiving(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &where, err) < 0)
		return -1;
	int result = receive_at(run, &where, err);
	spec_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_datagrams_in,
	&option_group_watching,
	&option_group_output,
	&option_group_socket_file,
	&option_group_running,
	&option_group_ready,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_unix_recv = {
	.name = "unix recv",
	.operands = "PATH",
	.summary = "Print the datagrams that arrive at a Unix socket",
	.manual = "genet-unix",
	.examples = "  genet unix recv ./socket --format lines\n"
		    "  genet unix recv @log --count 3 --timeout 5s "
		    "--ready-file ready\n",
	.statuses =
	    "0 all that was waited for has arrived, 1 local file or output, 2 "
	    "usage, 6 cannot bind, 8 too few came (--during, --for) or none as "
	    "expected, 124 timed out, "
	    "126 the program cannot be run, 127 it was not found",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_recv_run,
};
