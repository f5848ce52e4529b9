/* SPDX-License-Identifier: MIT */
/* Reaching Unix sockets. */
#include <sys/socket.h>

#include "net/address/unix-address.h"
#include "net/dial/unix-dial.h"
#include "sys/backend.h"
#include "work/ends/reach-private.h"
#include "work/far/dialling.h"
#include "work/far/unix-options.h"

static bool wants_answer(const struct config *cfg)
{
	return cfg->until.bytes || cfg->expect.bytes || cfg->bytes ||
	       cfg->count;
}

/* Binds the socket that --source names. */
static int unix_open(struct reach *r, struct error *err)
{
	const struct config *cfg = r->run->cfg;
	struct address name;
	struct unix_binding_opts opts = {
		.address = &name,
		.type = SOCK_DGRAM,
		.mode = unix_options_mode(cfg),
		.tap = r->run->tap,
	};

	if (r->spec->kind != SPEC_UNIX_DGRAM)
		return 0;
	if (!cfg->source && !backend_has_abstract_names && wants_answer(cfg))
		return backend_lacks(
		    "an answer to a socket without a file", err);
	if (!cfg->source)
		return 0;
	if (unix_address_parse(cfg->source, &name, err) < 0 ||
	    unix_options_check_mode(cfg, &name, err) < 0)
		return -1;
	return unix_binding_open(&r->own, &opts, err);
}

static struct dial *dial(struct reach *r)
{
	const struct unix_dial_opts opts = {
		.address = &r->spec->address,
		.type = spec_type(r->spec),
		.own = r->own.fd >= 0 ? &r->own : NULL,
		.retry = dialling_retry(r->run),
	};

	return unix_dial(&opts);
}

static void unix_close(struct reach *r)
{
	if (r->own.fd >= 0)
		unix_binding_close(&r->own);
}

const struct reach_family reach_unix = { unix_open, dial, unix_close };
