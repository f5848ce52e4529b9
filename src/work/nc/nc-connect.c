/* SPDX-License-Identifier: MIT */
/* What nc does without -l and -U: it connects to ports, one after the other. */
#include "work/nc/nc-connect.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "args/nc-words.h"
#include "base/clock.h"
#include "sys/waiting.h"
#include "work/nc/nc-dial.h"
#include "work/nc/nc-error.h"
#include "work/nc/nc-use.h"

#define LOSES_OUTPUT "cannot keep standard output for the next port"

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
static int try_port(
    struct nc_dialling *dialling, unsigned number, struct error *err)
{
	const struct run *run = dialling->run;
	char port[16];
	struct connection c;

	snprintf(port, sizeof(port), "%u", number);
	if (nc_dial_port(dialling, port, &c, err) < 0)
		return pass_over(run, port, err);
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
static int try_each(struct nc_dialling *dialling, const struct nc_ports *ports,
    int output, struct error *err)
{
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
static int try_ports(struct nc_dialling *dialling, const struct nc_ports *ports,
    struct error *err)
{
	bool are_many = ports->count > 1 && !dialling->run->cfg->nc.asks;
	int output =
	    are_many ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
		     : -1;

	if (are_many && output < 0)
		return error_sys(err, FAULT_IO, LOSES_OUTPUT);
	int reached = try_each(dialling, ports, output, err);
	if (output >= 0)
		close(output);
	return reached == 0 ? error_program(err, 1) : reached > 0 ? 0 : -1;
}

int nc_connect(
    const struct run *run, const struct sockopts *sockopts, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct nc_ports ports = { 0 };
	struct nc_dialling dialling;
	int result = 0;

	for (const char *const *word = cfg->nc.ports; *word && result == 0;
	     word++)
		result =
		    nc_ports_add(&ports, *word, cfg->udp ? "udp" : "tcp", err);
	if (cfg->nc.in_random_order)
		nc_ports_shuffle(&ports);
	if (result == 0)
		result = nc_dial_open(&dialling, run, sockopts, err);
	if (result == 0) {
		result = try_ports(&dialling, &ports, err);
		nc_dial_close(&dialling);
	}
	nc_ports_free(&ports);
	return result;
}
