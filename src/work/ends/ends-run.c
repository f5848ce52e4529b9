/* SPDX-License-Identifier: MIT */
/* Runs conversations between this host's end and an address. */
#include "work/ends/ends-run.h"

#include <sys/socket.h>

#include "work/datagram-options.h"
#include "work/ends/ends-listen.h"
#include "work/ends/ends-options.h"
#include "work/ends/reach.h"
#include "work/far/admission.h"
#include "work/near/program.h"
#include "work/serve.h"

static int check(
    const struct config *cfg, const struct spec *end, struct error *err)
{
	bool is_program = end->kind == SPEC_EXEC || end->kind == SPEC_SH;

	if (ends_options_check(cfg, end, 1, err) < 0)
		return -1;
	if (is_program && program_is_asked(cfg))
		return error_set(err, FAULT_USAGE,
		    "%s and '%s' contradict each other: only one end can be a "
		    "program",
		    cfg->exec ? "--exec" : "--sh", end->name);
	return spec_type(end) == SOCK_DGRAM ? datagram_options_check(cfg, err)
	                                    : 0;
}

static int check_reconnection(const struct config *cfg, struct error *err)
{
	if (cfg->reconnects && cfg->end_with_peer)
		return error_set(err, FAULT_USAGE,
		    "--reconnect and --end-with-peer contradict each other");
	if (cfg->greets && !cfg->reconnects)
		return error_set(err, FAULT_USAGE,
		    "--greeting has no effect without --reconnect");
	if (cfg->greets && !cfg->data.bytes)
		return error_set(err, FAULT_USAGE,
		    "--greeting needs --data: the text to be sent");
	return 0;
}

static struct dial *dial_again(void *reach)
{
	return reach_dial(reach, NULL);
}

int ends_run_dialled(
    const struct run *run, const struct spec *target, struct error *err)
{
	struct reach reach;
	const struct serve_dials dials = { dial_again, &reach, target };

	if (check(run->cfg, target, err) < 0 ||
	    check_reconnection(run->cfg, err) < 0 ||
	    reach_open(&reach, run, target, err) < 0)
		return -1;
	int result = serve_dialled(run, &dials, err);
	reach_close(&reach);
	return result;
}

int ends_run_listening(
    const struct run *run, const struct spec *where, struct error *err)
{
	if (check(run->cfg, where, err) < 0 ||
	    admission_check(run->cfg, where, err) < 0)
		return -1;
	return serve(run, ends_listen(run, where, err), err);
}
