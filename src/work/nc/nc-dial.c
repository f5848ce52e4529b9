/* SPDX-License-Identifier: MIT */
/* Dialling as nc. */
#include "work/nc/nc-dial.h"

#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "work/far/dialling.h"
#include "work/nc/nc-error.h"
#include "work/nc/nc-proxy.h"

int nc_dial_open(struct nc_dialling *d, const struct run *run,
    const struct sockopts *sockopts, struct error *err)
{
	const struct secure_peer peer = {
		.host = run->cfg->nc.host,
		.is_stream = !run->cfg->udp,
	};

	d->run = run;
	d->sockopts = sockopts;
	return secure_open(&d->secure, run, &peer, err);
}

void nc_dial_close(struct nc_dialling *d)
{
	secure_close(&d->secure);
}

static int dial(struct nc_dialling *d, const struct inet_dial_opts *opts,
    struct connection *out, struct error *err)
{
	const struct config *cfg = d->run->cfg;

	if (cfg->nc.proxy)
		return nc_proxy_dial(d->run, opts, &d->secure, out, err);
	struct dial *first = cfg->udp ? udp_dial(opts) : tcp_dial(opts);
	return dial_run(secure_dial(&d->secure, d->run, first), out, err);
}

int nc_dial_port(struct nc_dialling *d, const char *port,
    struct connection *out, struct error *err)
{
	struct inet_dial_opts opts =
	    dialling_inet(d->run, d->run->cfg->nc.host, port);

	opts.sockopts = d->sockopts;
	d->secure.peer.port = port;
	return dial(d, &opts, out, err) < 0 ? nc_error_of_tls(err) : 0;
}
