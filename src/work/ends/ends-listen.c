/* SPDX-License-Identifier: MIT */
/* Listening at an address. */
#include "work/ends/ends-listen.h"

#include <sys/socket.h>

#include "sys/socket/socket-option.h"
#include "work/far/unix-options.h"
#include "work/listen-options.h"
#include "work/near/program.h"

/* A program, or a proxy server, is reachable from the whole network only with
 * "*:PORT". */
static const char *choose_host(
    const struct config *cfg, const struct spec *spec)
{
	const struct endpoint *where = &spec->endpoint;
	bool is_careful = program_is_asked(cfg) || spec_is_proxy(spec->kind);

	if (where->host || !where->is_port_alone || !is_careful)
		return where->host;
	return cfg->family == AF_INET6 ? "::1" : "127.0.0.1";
}

static struct listener *listen_inet(
    const struct run *run, const struct spec *spec, struct error *err)
{
	const struct endpoint *where = &spec->endpoint;
	struct sockopts sockopts = run->cfg->sockopts;
	struct binding_opts opts = listen_options_binding(
	    run, spec_type(spec), choose_host(run->cfg, spec), where->port);

	sockopts.sctp = spec->kind == SPEC_SCTP;
	opts.sockopts = &sockopts;
	return listener_open(&opts, err);
}

static struct listener *listen_unix(
    const struct run *run, const struct spec *spec, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct unix_binding_opts opts = {
		.address = &spec->address,
		.type = spec_type(spec),
		.mode = unix_options_mode(cfg),
		.backlog = listen_options_backlog(cfg),
		.tap = run->tap,
	};

	if (unix_options_check_mode(cfg, &spec->address, err) < 0)
		return NULL;
	return listener_open_unix(&opts, err);
}

/* Takes over sockets that listen already. */
static struct listener *inherit(
    const struct run *run, const struct spec *spec, struct error *err)
{
	int count = spec->fd_count ? spec->fd_count : 1;

	if (spec_type(spec) == SOCK_DGRAM) {
		error_set(err, FAULT_USAGE,
		    "a socket of datagrams cannot be inherited");
		return NULL;
	}
	if (spec_type(spec) == SOCK_SEQPACKET &&
	    socket_option_get(spec->fd, SOL_SOCKET, SO_TYPE) == SOCK_STREAM) {
		error_set(err, FAULT_USAGE,
		    "descriptor %d is a stream socket, not a seqpacket one",
		    spec->fd);
		return NULL;
	}
	return listener_inherit(
	    spec->fd, count, &run->cfg->sockopts, run->tap, err);
}

struct listener *ends_listen(
    const struct run *run, const struct spec *spec, struct error *err)
{
	if (spec->fd >= 0)
		return inherit(run, spec, err);
	if (spec->kind == SPEC_VSOCK)
		return listener_open_vsock(&spec->address,
		    listen_options_backlog(run->cfg), run->tap, err);
	return spec_trait(spec->kind)->form == SPEC_SOCKET
	           ? listen_unix(run, spec, err)
	           : listen_inet(run, spec, err);
}
