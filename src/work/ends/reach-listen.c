/* SPDX-License-Identifier: MIT */
/* An address that is not dialled, but where a client is waited for each time.
 */
#include <sys/socket.h>

#include "net/dial/accept-dial.h"
#include "work/ends/ends-listen.h"
#include "work/ends/reach-private.h"
#include "work/far/dialling.h"

static int listen_open(struct reach *r, struct error *err)
{
	const struct spec *s = r->spec;

	if (s->kind == SPEC_TLS || spec_type(s) == SOCK_DGRAM)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a target, and a client that is waited for there "
		    "can have neither TLS nor datagrams",
		    s->name);
	r->queue.listener = ends_listen(r->run, s, err);
	return r->queue.listener ? 0 : -1;
}

/* A client may come at any time. */
static struct dial *dial(struct reach *r)
{
	struct retry_opts retry = dialling_retry(r->run);

	retry.connect_timeout_us = CLOCK_NEVER;
	return accept_dial(&r->queue, r->spec->name, &retry);
}

static void listen_close(struct reach *r)
{
	listener_close(r->queue.listener);
}

const struct reach_family reach_listen = { listen_open, dial, listen_close };
