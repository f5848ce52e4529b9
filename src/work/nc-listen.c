/* SPDX-License-Identifier: MIT */
/* What nc does with -l. */
#include "work/nc-listen.h"

#include <sys/socket.h>

#include "net/datagram/udp.h"
#include "work/datagrams.h"
#include "work/listen-options.h"
#include "work/nc-error.h"
#include "work/serve.h"

bool nc_listen_hears_all(const struct config *cfg)
{
	return cfg->udp && cfg->keep_open;
}

int nc_listen_receive(const struct run *run, const struct binding *b,
    size_t room, struct error *err)
{
	struct datagram_receiver receiver = {
		.fds = b->fds,
		.bound = &b->addresses,
		.room = room,
	};

	return datagrams_receive(run, &receiver, err);
}

int nc_listen_serve(
    const struct run *run, struct listener *l, struct error *err)
{
	return serve(run, l, false, err);
}

static int receive(
    const struct run *run, const struct binding_opts *opts, struct error *err)
{
	struct binding b;

	if (binding_open(&b, opts, err) < 0)
		return -1;
	for (size_t i = 0; i < b.addresses.count; i++)
		udp_enlarge_buffer(b.fds[i], opts->sockopts, opts->tap);
	int result = nc_listen_receive(run, &b, 65536, err);
	binding_close(&b);
	return result;
}

int nc_listen(
    const struct run *run, const struct sockopts *sockopts, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct binding_opts opts = {
		.host = cfg->nc.host,
		.port = cfg->nc.ports[0],
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.shared = !cfg->udp,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.backlog = listen_options_backlog(cfg),
		.sockopts = sockopts,
		.deadline = run->deadline,
		.tap = run->tap,
	};
	int result = nc_listen_hears_all(cfg)
	                 ? receive(run, &opts, err)
	                 : nc_listen_serve(run, listener_open(&opts, err), err);

	if (result < 0 && err->lookup)
		return nc_error_of_lookup(cfg, opts.port, err);
	if (result < 0 && err->kind == FAULT_BIND)
		return nc_error_restate("", err);
	return result < 0 ? nc_error_of_tls(err) : result;
}
