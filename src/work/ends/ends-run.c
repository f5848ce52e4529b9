/* SPDX-License-Identifier: MIT */
/* Runs conversations between this host's end and an address. */
#include "work/ends/ends-run.h"

#include <sys/socket.h>

#include "work/datagram-options.h"
#include "work/ends/ends-listen.h"
#include "work/ends/ends-options.h"
#include "work/ends/reach.h"
#include "work/far/admission.h"
#include "work/serve.h"

static int check(
    const struct config *cfg, const struct spec *end, struct error *err)
{
	if (ends_options_check(cfg, end, 1, err) < 0)
		return -1;
	return spec_type(end) == SOCK_DGRAM ? datagram_options_check(cfg, err)
	                                    : 0;
}

int ends_run_dialled(
    const struct run *run, const struct spec *target, struct error *err)
{
	struct reach reach;

	if (check(run->cfg, target, err) < 0 ||
	    reach_open(&reach, run, target, err) < 0)
		return -1;
	int result = serve_dialled(run, reach_dial(&reach, NULL), err);
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
