/* SPDX-License-Identifier: MIT */
/* Dialling as nc. */
#include "work/nc-dial.h"

#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "net/dial/unix-dial.h"
#include "work/dialling.h"
#include "work/nc-proxy.h"

int nc_dial_port(const struct run *run, const struct sockopts *sockopts,
    const char *port, struct connection *out, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct inet_dial_opts opts = {
		.host = cfg->nc.host,
		.port = port,
		.source = cfg->source,
		.source_port = cfg->source_port,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.sockopts = sockopts,
		.retry = dialling_retry(run),
	};

	if (cfg->nc.proxy)
		return nc_proxy_dial(run, &opts, out, err);
	return dial_run(cfg->udp ? udp_dial(&opts) : tcp_dial(&opts), out, err);
}

int nc_dial_unix(const struct run *run, const struct unix_binding_opts *peer,
    const struct unix_binding *own, struct connection *out, struct error *err)
{
	struct unix_dial_opts opts = {
		.address = peer->address,
		.type = peer->type,
		.own = own,
		.retry = dialling_retry(run),
	};

	return dial_run(unix_dial(&opts), out, err);
}
