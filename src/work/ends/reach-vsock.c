/* SPDX-License-Identifier: MIT */
/* Reaching ports of virtual machines and their hosts. */
#include "net/dial/plain-dial.h"
#include "work/ends/reach-private.h"
#include "work/far/dialling.h"

static struct dial *dial(struct reach *r)
{
	const struct retry_opts retry = dialling_retry(r->run);

	return plain_dial(&r->spec->address, &retry);
}

const struct reach_family reach_vsock = { .dial = dial };
