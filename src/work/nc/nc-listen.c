/* SPDX-License-Identifier: MIT */
/* What nc does with -l. */
#include "work/nc/nc-listen.h"

#include <sys/socket.h>

#include "net/bind/binding.h"
#include "net/datagram/udp.h"
#include "work/datagrams.h"
#include "work/listen-options.h"
#include "work/nc/nc-error.h"
#include "work/serve.h"

/* -u with -k: every sender is heard, and none is answered. */
static int receive(
    const struct run *run, const struct binding_opts *opts, struct error *err)
{
	struct binding b;

	if (binding_open(&b, opts, err) < 0)
		return -1;
	for (size_t i = 0; i < b.addresses.count; i++)
		udp_enlarge_buffer(b.fds[i], opts->sockopts, opts->tap);
	const struct datagram_receiver receiver = {
		.fds = b.fds,
		.bound = &b.addresses,
		.room = DATAGRAMS_UDP_ROOM,
	};
	int result = datagrams_receive(run, &receiver, err);
	binding_close(&b);
	return result;
}

int nc_listen(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct binding_opts opts =
	    listen_options_binding(run, cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		cfg->nc.host, cfg->nc.ports[0]);
	int result = cfg->udp && cfg->keep_open
	                 ? receive(run, &opts, err)
	                 : serve(run, listener_open(&opts, err), err);

	if (result < 0 && err->lookup)
		return nc_error_of_lookup(cfg, opts.port, err);
	if (result < 0 && err->kind == FAULT_BIND)
		return nc_error_restate("", err);
	return result < 0 ? nc_error_of_tls(err) : result;
}
