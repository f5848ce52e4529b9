/* SPDX-License-Identifier: MIT */
/* What nc does with -U. */
#include "work/nc/nc-unix.h"

#include <sys/socket.h>

#include "net/address/unix-address.h"
#include "net/bind/listener.h"
#include "net/dial/unix-dial.h"
#include "work/datagrams.h"
#include "work/far/dialling.h"
#include "work/far/unix-options.h"
#include "work/listen-options.h"
#include "work/nc/nc-confine.h"
#include "work/nc/nc-error.h"
#include "work/nc/nc-use.h"
#include "work/serve.h"

static int listen_at(const struct run *run,
    const struct unix_binding_opts *opts, struct error *err)
{
	const struct config *cfg = run->cfg;
	int result = cfg->udp && cfg->keep_open
	                 ? datagrams_receive_unix(run, opts, err)
	                 : serve(run, listener_open_unix(opts, err), err);

	return result < 0 && err->kind == FAULT_BIND
	           ? nc_error_restate(cfg->nc.host, err)
	           : result;
}

static int connect_to(const struct run *run, const struct unix_binding_opts *at,
    const struct unix_binding *own, struct error *err)
{
	const struct unix_dial_opts opts = {
		.address = at->address,
		.type = at->type,
		.own = own,
		.retry = dialling_retry(run),
	};
	struct connection c;

	if (dial_run(unix_dial(&opts), &c, err) < 0)
		return nc_error_restate(run->cfg->nc.host, err);
	if (nc_confine_connected(run, err) < 0) {
		connection_close(&c);
		return -1;
	}
	return nc_use(run, &c, err);
}

/* Connects from the name of -s, to which answers are sent. */
static int connect_from(const struct run *run,
    const struct unix_binding_opts *at, struct error *err)
{
	struct unix_binding_opts opts = *at;
	struct address name;
	struct unix_binding own;

	opts.address = &name;
	if (unix_address_parse(run->cfg->source, &name, err) < 0 ||
	    unix_binding_open(&own, &opts, err) < 0)
		return nc_error_restate(run->cfg->source, err);
	int result = connect_to(run, at, &own, err);
	unix_binding_close(&own);
	return result;
}

int nc_unix(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	struct unix_binding_opts opts = {
		.address = &where,
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.mode = unix_options_mode(cfg),
		.backlog = listen_options_backlog(cfg),
		.tap = run->tap,
	};

	if (unix_address_parse(cfg->nc.host, &where, err) < 0)
		return -1;
	if (cfg->nc.listens)
		return listen_at(run, &opts, err);
	return cfg->source && cfg->udp ? connect_from(run, &opts, err)
	                               : connect_to(run, &opts, NULL, err);
}
