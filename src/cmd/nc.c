/* SPDX-License-Identifier: MIT */
/* nc: what netcat-openbsd does, by the command line of that. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args/nc-letters.h"
#include "args/nc-words.h"
#include "base/clock.h"
#include "base/sysno.h"
#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "net/bind/listener.h"
#include "net/datagram/udp.h"
#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "net/dial/unix-dial.h"
#include "sys/pass-fd.h"
#include "sys/waiting.h"
#include "work/datagrams.h"
#include "work/dialling.h"
#include "work/listen-options.h"
#include "work/nc-error.h"
#include "work/serve.h"
#include "work/socket-mode.h"

/* How long a UDP port has to refuse, and how often it is asked meanwhile. */
#define ASK_TIME (3 * CLOCK_SECOND)
#define ASK_AGAIN CLOCK_SECOND

#define LOSES_OUTPUT "cannot keep standard output for the next port"

/* Connections */

/* Whether the port behind a connected UDP socket does not refuse: it answers,
 * or says nothing in time. Returns 0, or -1 with err filled. */
static int ask(const struct run *run, int fd, struct error *err)
{
	int64_t limit = run->cfg->connect_timeout_us;
	int64_t deadline = clock_after(limit == CLOCK_NEVER ? ASK_TIME : limit);
	char byte;

	while (clock_now() < deadline) {
		ssize_t n = send(fd, "X", 1, 0);
		int result =
		    n < 0 ? 0
			  : waiting_for(fd, POLLIN,
				clock_earlier(deadline, clock_after(ASK_AGAIN)),
				err);
		if (result < 0)
			return -1;
		if (n >= 0 && result > 0)
			n = recv(fd, &byte, sizeof(byte), 0);
		if (n < 0 && !sysno_is_transient(errno))
			return error_sys(err, FAULT_REFUSED, "cannot ask");
		if (result > 0 && n >= 0)
			return 0;
	}
	return 0;
}

/* Does with a connection what it was made for, and takes over the socket. */
static int use(
    const struct run *run, const struct connection *c, struct error *err)
{
	const struct config *cfg = run->cfg;
	bool is_udp = c->type == SOCK_DGRAM && !cfg->nc.is_unix;

	if (!cfg->nc.asks && !cfg->nc.passes_socket)
		return serve_connection(run, c, err);
	int result = cfg->nc.asks && is_udp ? ask(run, c->fd, err) : 0;
	if (result == 0)
		connection_tell(c, run->tap);
	if (result == 0 && cfg->nc.passes_socket)
		result = pass_fd(STDOUT_FILENO, c->fd, "standard output", err);
	close(c->fd);
	return result;
}

/* Whether the port cannot be reached, while others may be. By TCP the observers
 * have been told why. */
static bool is_of_port(const struct error *err)
{
	return err->kind == FAULT_REFUSED || err->kind == FAULT_UNREACHABLE ||
	       err->kind == FAULT_TIMEOUT || err->kind == FAULT_RESET;
}

/* Returns 0 if the next port is to be tried, or -1. */
static int pass_over(const struct run *run, const char *port, struct error *err)
{
	const struct config *cfg = run->cfg;
	char what[sizeof(err->hint.subject) + 64];

	if (err->lookup)
		return nc_error_of_lookup(cfg, port, err);
	if (err->kind == FAULT_BIND)
		return nc_error_restate("bind failed", err);
	if (!is_of_port(err))
		return -1;
	if (!cfg->udp || cfg->verbosity == 0)
		return 0;
	snprintf(what, sizeof(what), "connect to %s port %s (udp) failed",
	    cfg->nc.host, port);
	nc_error_restate(what, err);
	tap_tell(
	    run->tap, &(struct tap_event){ .kind = TAP_WARNING, .error = err });
	return 0;
}

/* Returns 1 if there is a connection, which is used and closed, 0 if there is
 * none, or -1 with err filled. */
static int try_port(const struct run *run, const struct sockopts *sockopts,
    unsigned number, struct error *err)
{
	const struct config *cfg = run->cfg;
	char port[16];
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
	struct connection c;

	snprintf(port, sizeof(port), "%u", number);
	if (dial_run(cfg->udp ? udp_dial(&opts) : tcp_dial(&opts), &c, err) < 0)
		return pass_over(run, port, err);
	if (use(run, &c, err) == 0)
		return 1;
	return cfg->nc.asks && is_of_port(err) ? 0 : -1;
}

static int wait_until(int64_t time, struct error *err)
{
	while (clock_now() < time)
		if (waiting_for(-1, 0, time, err) < 0)
			return -1;
	return 0;
}

/* One port after the other, with pauses between them, each with the output (-1:
 * standard output as it is). Returns how many could be reached, or -1. */
static int try_each(const struct run *run, const struct sockopts *sockopts,
    const struct nc_ports *ports, int output, struct error *err)
{
	int64_t pause = run->cfg->nc.interval_s * CLOCK_SECOND;
	int reached = 0;

	for (size_t i = 0; i < ports->count; i++) {
		if (i > 0 && pause > 0 &&
		    wait_until(clock_after(pause), err) < 0)
			return -1;
		int result = try_port(run, sockopts, ports->items[i], err);
		if (result < 0)
			return -1;
		reached += result;
		if (output >= 0 && dup2(output, STDOUT_FILENO) < 0)
			return error_sys(err, FAULT_IO, LOSES_OUTPUT);
	}
	return reached;
}

/* Without a message if no port could be reached. A conversation closes the
 * output, which the next one needs, too. */
static int try_ports(const struct run *run, const struct sockopts *sockopts,
    const struct nc_ports *ports, struct error *err)
{
	bool are_many = ports->count > 1 && !run->cfg->nc.asks;
	int output =
	    are_many ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
		     : -1;

	if (are_many && output < 0)
		return error_sys(err, FAULT_IO, LOSES_OUTPUT);
	int reached = try_each(run, sockopts, ports, output, err);
	if (output >= 0)
		close(output);
	return reached == 0 ? error_program(err, 1) : reached > 0 ? 0 : -1;
}

static int connect_inet(
    const struct run *run, const struct sockopts *sockopts, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct nc_ports ports = { 0 };
	int result = 0;

	for (const char *const *word = cfg->nc.ports; *word && result == 0;
	     word++)
		result =
		    nc_ports_add(&ports, *word, cfg->udp ? "udp" : "tcp", err);
	if (cfg->nc.in_random_order)
		nc_ports_shuffle(&ports);
	if (result == 0)
		result = try_ports(run, sockopts, &ports, err);
	nc_ports_free(&ports);
	return result;
}

/* Listening */

/* Hears every sender, and answers none. */
static int receive(const struct run *run, const struct binding *b, size_t room,
    struct error *err)
{
	struct datagram_receiver receiver = {
		.fds = b->fds,
		.bound = &b->addresses,
		.room = room,
	};

	return datagrams_receive(run, &receiver, err);
}

static int receive_inet(
    const struct run *run, const struct binding_opts *opts, struct error *err)
{
	struct binding b;

	if (binding_open(&b, opts, err) < 0)
		return -1;
	for (size_t i = 0; i < b.addresses.count; i++)
		udp_enlarge_buffer(b.fds[i], opts->sockopts, opts->tap);
	int result = receive(run, &b, 65536, err);
	binding_close(&b);
	return result;
}

static int listen_inet(
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
	int result = cfg->udp && cfg->keep_open
	                 ? receive_inet(run, &opts, err)
	                 : serve(run, listener_open(&opts, err), false, err);

	if (result < 0 && err->lookup)
		return nc_error_of_lookup(cfg, opts.port, err);
	if (result < 0 && err->kind == FAULT_BIND)
		return nc_error_restate("", err);
	return result;
}

/* Unix sockets */

static int receive_unix(const struct run *run,
    const struct unix_binding_opts *opts, struct error *err)
{
	struct address where = *opts->address;
	struct unix_binding own;

	if (unix_binding_open(&own, opts, err) < 0)
		return -1;
	const struct binding bound = { &own.fd, { &where, 1 }, run->tap };
	int result = receive(run, &bound, DATAGRAMS_UNIX_ROOM, err);
	unix_binding_close(&own);
	return result;
}

static int listen_unix(const struct run *run,
    const struct unix_binding_opts *opts, struct error *err)
{
	const struct config *cfg = run->cfg;
	int result =
	    cfg->udp && cfg->keep_open
		? receive_unix(run, opts, err)
		: serve(run, listener_open_unix(opts, err), false, err);

	return result < 0 && err->kind == FAULT_BIND
	           ? nc_error_restate(cfg->nc.host, err)
	           : result;
}

static int connect_unix(const struct run *run,
    const struct unix_binding_opts *at, const struct unix_binding *own,
    struct error *err)
{
	struct unix_dial_opts opts = {
		.address = at->address,
		.type = at->type,
		.own = own,
		.retry = dialling_retry(run),
	};
	struct connection c;

	if (dial_run(unix_dial(&opts), &c, err) < 0)
		return nc_error_restate(run->cfg->nc.host, err);
	return use(run, &c, err);
}

/* With a name for the answers, that of -s. */
static int connect_unix_from(const struct run *run,
    const struct unix_binding_opts *at, struct error *err)
{
	struct unix_binding_opts opts = *at;
	struct address name;
	struct unix_binding own;

	opts.address = &name;
	if (unix_address_parse(run->cfg->source, &name, err) < 0 ||
	    unix_binding_open(&own, &opts, err) < 0)
		return nc_error_restate(run->cfg->source, err);
	int result = connect_unix(run, at, &own, err);
	unix_binding_close(&own);
	return result;
}

static int run_unix(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	struct unix_binding_opts opts = {
		.address = &where,
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.mode = socket_mode(cfg),
		.backlog = listen_options_backlog(cfg),
		.tap = run->tap,
	};

	if (unix_address_parse(cfg->nc.host, &where, err) < 0)
		return -1;
	if (cfg->nc.listens)
		return listen_unix(run, &opts, err);
	return cfg->source && cfg->udp ? connect_unix_from(run, &opts, err)
	                               : connect_unix(run, &opts, NULL, err);
}

/* The key of -S, which is asked for on the terminal. Returns NULL if there is
 * none. */
static const char *ask_key(void)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (tty < 0)
		return NULL;
	close(tty);
	return getpass("TCP MD5SIG password: ");
}

static int nc_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct sockopts sockopts = cfg->sockopts;

	if (cfg->nc.proxy || cfg->nc.dccp)
		return error_set(err, FAULT_UNSUPPORTED, "%s not in this build",
		    cfg->nc.proxy ? "-x: proxies are" : "-Z: DCCP is");
	if (cfg->nc.is_unix)
		return run_unix(run, err);
	if (cfg->nc.md5 && !(sockopts.md5_key = ask_key()))
		return error_set(
		    err, FAULT_USAGE, "Unable to read TCP MD5SIG password");
	return cfg->nc.listens ? listen_inet(run, &sockopts, err)
	                       : connect_inet(run, &sockopts, err);
}

static const struct option_group *const groups[] = { &nc_letters, NULL };

const struct command cmd_nc = {
	.name = "nc",
	.operands = "HOST PORT...",
	.summary = "Do what netcat-openbsd does, by its command line",
	.examples =
	    "  genet nc -U ./socket                       by a Unix socket\n"
	    "  genet nc -l 8080 > file                    the receiver, "
	    "as nc\n"
	    "  genet nc -N host.test 8080 < file          the sender\n"
	    "  genet nc -zv host.test 20-30               which ports "
	    "are open\n",
	.statuses = "0 connected, 1 not, or another failure",
	.options = groups,
	.is_foreign = true,
	.min_operands = 1,
	.max_operands = INT_MAX,
	.run = nc_run,
};
