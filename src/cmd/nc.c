/* SPDX-License-Identifier: MIT */
/* nc: do what netcat-openbsd does, with its command line. */
#include <limits.h>

#include "args/nc-letters.h"
#include "cmd/command.h"
#include "work/nc/nc-connect.h"
#include "work/nc/nc-listen.h"
#include "work/nc/nc-unix.h"

static int nc_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;

	if (cfg->nc.dccp)
		return error_set(
		    err, FAULT_UNSUPPORTED, "-Z: DCCP is not in this build");
	if (cfg->nc.is_unix)
		return nc_unix(run, err);
	return cfg->nc.listens ? nc_listen(run, err) : nc_connect(run, err);
}

static const struct option_group *const groups[] = { &nc_letters, NULL };

const struct command cmd_nc = {
	.name = "nc",
	.operands = "HOST PORT...",
	.summary = "Behave like netcat-openbsd, with its command line",
	.examples =
	    "  genet nc -U ./socket                       over a Unix socket\n"
	    "  genet nc -l 8080 > file                    the receiver, "
	    "as nc\n"
	    "  genet nc -N host.test 8080 < file          the sender\n"
	    "  genet nc -zv host.test 20-30               which ports "
	    "are open\n",
	.statuses = "0 connected, 1 not, or another failure",
	.options = groups,
	.is_foreign = true,
	.min_operands = 1,
	.max_operands = INT_MAX,
	.run = nc_run,
};
