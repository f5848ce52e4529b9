/* SPDX-License-Identifier: MIT */
/* What nc does without -l and -U: it connects to ports, one after the other. */
#include "work/nc/nc-connect.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "args/nc-words.h"
#include "base/clock.h"
#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "sys/waiting.h"
#include "work/far/dialling.h"
#include "work/nc/nc-confine.h"
#include "work/nc/nc-error.h"
#include "work/nc/nc-proxy.h"
#include "work/nc/nc-use.h"

#define LOSES_OUTPUT "cannot keep standard output for the next port"

/* What dials to the ports of a host have in common. */
struct dialling {
	const struct run *run;
	struct secure secure;
	struct nc_ports ports;
	bool is_confined; /* to what it takes to dial the ports */
};

/* Dials a port of the host, by the proxy if there is one, and with TLS if that
 * is asked for. Returns 0 with out filled, its socket or stream the caller's;
 * or -1 with err filled. */
static int dial_port(struct dialling *d, const char *port,
    struct connection *out, struct error *err)
{
	const struct config *cfg = d->run->cfg;
	const struct inet_dial_opts opts =
	    dialling_inet(d->run, cfg->nc.host, port);
	int result;

	d->secure.peer.port = port;
	if (cfg->nc.proxy) {
		result = nc_proxy_dial(d->run, &opts, &d->secure, out, err);
	} else {
		struct dial *first =
		    cfg->udp ? udp_dial(&opts) : tcp_dial(&opts);
		result = dial_run(
		    secure_dial(&d->secure, d->run, first, NULL), out, err);
	}
	return result < 0 ? nc_error_of_tls(err) : 0;
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

/* Handshakes read what a peer says before there is a connection; and other
 * ports are dialled after a conversation. */
static int confine_to_ports(struct dialling *d, struct error *err)
{
	if (d->is_confined)
		return 0;
	d->is_confined = true;
	return nc_confine_dialling(d->run, &d->ports, err);
}

static int confine_connected(struct dialling *d, struct error *err)
{
	return d->ports.count > 1 ? confine_to_ports(d, err)
	                          : nc_confine_connected(d->run, err);
}

/* Returns 1 if there is a connection, which is used and closed, 0 if there is
 * none, or -1 with err filled. */
static int try_port(
    struct dialling *dialling, unsigned number, struct error *err)
{
	const struct run *run = dialling->run;
	char port[16];
	struct connection c;

	snprintf(port, sizeof(port), "%u", number);
	if (dial_port(dialling, port, &c, err) < 0)
		return pass_over(run, port, err);
	if (confine_connected(dialling, err) < 0) {
		connection_close(&c);
		return -1;
	}
	if (nc_use(run, &c, err) == 0)
		return 1;
	return run->cfg->nc.asks && is_of_port(err) ? 0 : -1;
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
static int try_each(struct dialling *dialling, int output, struct error *err)
{
	const struct nc_ports *ports = &dialling->ports;
	int64_t pause = dialling->run->cfg->nc.interval_s * CLOCK_SECOND;
	int reached = 0;

	for (size_t i = 0; i < ports->count; i++) {
		if (i > 0 && pause > 0 &&
		    wait_until(clock_after(pause), err) < 0)
			return -1;
		int result = try_port(dialling, ports->items[i], err);
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
static int try_ports(struct dialling *dialling, struct error *err)
{
	bool are_many =
	    dialling->ports.count > 1 && !dialling->run->cfg->nc.asks;
	int output =
	    are_many ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
		     : -1;

	if (are_many && output < 0)
		return error_sys(err, FAULT_IO, LOSES_OUTPUT);
	int reached = try_each(dialling, output, err);
	if (output >= 0)
		close(output);
	return reached == 0 ? error_program(err, 1) : reached > 0 ? 0 : -1;
}

int nc_connect(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct secure_peer peer = {
		.host = cfg->nc.host,
		.is_stream = !cfg->udp,
		.wants_tls = cfg->tls.is_asked,
	};
	struct dialling dialling = { .run = run };
	struct nc_ports *ports = &dialling.ports;
	int result = 0;

	for (const char *const *word = cfg->nc.ports; *word && result == 0;
	     word++)
		result =
		    nc_ports_add(ports, *word, cfg->udp ? "udp" : "tcp", err);
	if (cfg->nc.in_random_order)
		nc_ports_shuffle(ports);
	if (result == 0)
		result = secure_open(&dialling.secure, run, &peer, err);
	if (result == 0) {
		if (cfg->tls.is_asked || cfg->nc.proxy)
			result = confine_to_ports(&dialling, err);
		if (result == 0)
			result = try_ports(&dialling, err);
		secure_close(&dialling.secure);
	}
	nc_ports_free(ports);
	return result;
}
