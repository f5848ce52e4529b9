/* SPDX-License-Identifier: MIT */
/* unix listen: accept a connection to a Unix socket, pipe stdin and stdout
 * through it. */
#include <sys/socket.h>

#include "args/endpoint.h"
#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "net/bind/listener.h"
#include "work/far/admission.h"
#include "work/far/unix-options.h"
#include "work/listen-options.h"
#include "work/near/program.h"
#include "work/serve.h"

/* Checks that an inherited socket has the type that the options ask for. */
static int check_type(const struct config *cfg, int fd, struct error *err)
{
	int type = 0;
	socklen_t len = sizeof(type);

	if (cfg->datagram)
		return error_set(err, FAULT_USAGE,
		    "a socket of datagrams cannot be inherited");
	if (!cfg->seqpacket ||
	    getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) < 0 ||
	    type != SOCK_STREAM)
		return 0;
	return error_set(err, FAULT_USAGE,
	    "descriptor %d is a stream socket, not a seqpacket one", fd);
}

static bool carries_bytes(const struct config *cfg)
{
	return !cfg->seqpacket && !cfg->datagram;
}

/* Opens the path, or takes over the descriptor if that is not -1. */
static struct listener *open_listener(const struct run *run,
    const struct address *where, int fd, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct unix_binding_opts opts = {
		.address = where,
		.type = unix_options_type(cfg, err),
		.mode = unix_options_mode(cfg),
		.backlog = listen_options_backlog(cfg),
		.tap = run->tap,
	};

	if (fd >= 0)
		return listener_inherit(fd, 1, &cfg->sockopts, run->tap, err);
	return listener_open_unix(&opts, err);
}

static int unix_listen_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	int fd = -1, is_fd = endpoint_parse_fd(cfg->operands[0], &fd, err);

	if (is_fd < 0 || program_check(cfg, err) < 0 ||
	    listen_options_check(cfg, err) < 0 ||
	    unix_options_type(cfg, err) < 0 ||
	    admission_check(cfg, carries_bytes(cfg), err) < 0)
		return -1;
	if (is_fd ? listen_options_check_inherited(cfg, err) < 0 ||
			check_type(cfg, fd, err) < 0
		  : unix_address_parse(cfg->operands[0], &where, err) < 0 ||
			unix_options_check_mode(cfg, &where, err) < 0)
		return -1;
	struct listener *l = open_listener(run, &where, is_fd ? fd : -1, err);
	return serve(run, l, err);
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_seqpacket,
	&option_group_socket_file,
	&option_group_accepting,
	&option_group_many,
	&option_group_goal,
	&option_group_program,
	&option_group_running,
	&option_group_ready,
	&option_group_tls,
	&option_group_tls_server,
	&option_group_reports,
	NULL,
};

const struct command cmd_unix_listen = {
	.name = "unix listen",
	.operands = "PATH",
	.summary = "Accept a connection to a Unix socket",
	.manual = "genet-unix",
	.examples =
	    "  genet unix listen ./socket > received      one connection, then "
	    "the end\n"
	    "  genet unix listen @name                    abstract: there is "
	    "no "
	    "file\n"
	    "  genet unix listen --mode 0660 --seqpacket /run/app.socket\n",
	.statuses = "0 all delivered, 1 local file or output, 2 usage, 6 "
		    "cannot listen, 7 connection lost, 8 not received what was "
		    "asked for, 9 TLS, 10 no PROXY header, 124 timed "
		    "out; with a program its own, 126 cannot be run, "
		    "127 not found",
	.options = groups,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_listen_run,
};
