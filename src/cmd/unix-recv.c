/* SPDX-License-Identifier: MIT */
/* unix recv: print the datagrams that arrive at a Unix socket. */
#include <sys/socket.h>

#include "args/endpoint.h"
#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "work/datagrams.h"
#include "work/far/unix-options.h"

/* "fd:N" is no path, though it could be one. */
static int refuse_descriptor(const char *word, struct error *err)
{
	int fd, is_fd = endpoint_parse_fd(word, &fd, err);

	if (is_fd <= 0)
		return is_fd;
	error_set(err, FAULT_USAGE, "descriptors cannot be inherited here");
	return error_hint(err, "a file of that name is ./%s", word);
}

static int unix_recv_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;

	if (datagrams_check_receiving(cfg, err) < 0 ||
	    refuse_descriptor(cfg->operands[0], err) < 0 ||
	    unix_address_parse(cfg->operands[0], &where, err) < 0 ||
	    unix_options_check_mode(cfg, &where, err) < 0)
		return -1;
	struct unix_binding_opts opts = {
		.address = &where,
		.type = SOCK_DGRAM,
		.mode = unix_options_mode(cfg),
		.tap = run->tap,
	};
	return datagrams_receive_unix(run, &opts, err);
}

static const struct option_group *const groups[] = {
	&option_group_datagrams_in,
	&option_group_watching,
	&option_group_output,
	&option_group_socket_file,
	&option_group_running,
	&option_group_ready,
	&option_group_reports,
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
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_recv_run,
};
