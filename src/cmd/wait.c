/* SPDX-License-Identifier: MIT */
/* wait: until addresses answer, or are gone; then perhaps run a program. */
#include <limits.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "cmd/command.h"
#include "probe/probe-set.h"
#include "work/asking.h"
#include "work/confine.h"
#include "work/hint-doctor.h"

#define ATTEMPT_TIMEOUT (5 * CLOCK_SECOND)

static const struct spec_rules rules = {
	.command = "wait",
	.usage = "genet wait HOST:PORT",
	.example = "genet wait localhost:80",
	.role = SPEC_WAITS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS,
	.words = SPEC_LIST,
};

static int check_options(const struct config *cfg, struct error *err)
{
	bool has_question = asking_has_question(cfg);

	if (has_question && cfg->gone)
		return error_set(err, FAULT_USAGE,
		    "--gone asks nothing, so --send and --expect have no "
		    "meaning with it");
	if (has_question && cfg->bound)
		return error_set(err, FAULT_USAGE,
		    "--bound makes no connection, so --send and --expect "
		    "have no meaning with it");
	return 0;
}

/* An unknown service will not become known while genet waits, unlike a host. */
static int check_service(
    const struct config *cfg, const struct spec *t, struct error *err)
{
	const char *port = t->endpoint.port;
	const char *protocol = t->kind == SPEC_UDP ? "udp" : "tcp";

	if (parse_port(port) != PORT_NAME)
		return 0;
	if (cfg->numeric)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a name, and -n does not look up names", port);
	if (getservbyname(port, protocol))
		return 0;
	return error_set(
	    err, FAULT_RESOLVE, "cannot resolve service '%s': not known", port);
}

/* A datagram socket is known to be there only if it answers, and cannot be seen
 * to be gone. */
static int check_datagrams(
    const struct config *cfg, const struct spec *t, struct error *err)
{
	if (cfg->gone) {
		error_set(err, FAULT_USAGE,
		    "'%s' cannot be seen to be gone: the lack of an answer "
		    "proves nothing",
		    t->name);
		return error_hint(err,
		    "on this host the kernel knows which sockets are bound: "
		    "genet wait --gone --bound %s",
		    t->name);
	}
	if (asking_check_datagram(cfg, t, rules.command, "try", err) == 0)
		return 0;
	return cfg->send.bytes ? -1
	                       : error_hint(err,
				     "on this host the kernel knows which "
				     "sockets are bound: genet wait --bound %s",
				     t->name);
}

static int check_target(
    const struct config *cfg, const struct spec *t, struct error *err)
{
	bool is_internet = spec_trait(t->kind)->form == SPEC_HOST;

	if (is_internet && !t->endpoint.host && !cfg->bound) {
		error_set(err, FAULT_USAGE, "missing host in '%s'", t->name);
		return error_hint(err, "on this host: genet wait localhost:%s",
		    t->endpoint.port);
	}
	if (t->kind == SPEC_UDP && !cfg->bound &&
	    check_datagrams(cfg, t, err) < 0)
		return -1;
	return is_internet ? check_service(cfg, t, err) : 0;
}

/* How an address is asked; with --bound, if it has a port or a Unix socket, the
 * kernel is. */
static enum probe_kind choose_kind(
    const struct config *cfg, const struct spec *t)
{
	static const enum probe_kind kinds[SPEC_KINDS] = {
		[SPEC_TCP] = PROBE_TCP,
		[SPEC_UDP] = PROBE_UDP,
		[SPEC_UNIX] = PROBE_UNIX,
		[SPEC_UNIX_SEQPACKET] = PROBE_UNIX,
		[SPEC_UNIX_DGRAM] = PROBE_UNIX,
		[SPEC_FILE] = PROBE_FILE,
		[SPEC_PID] = PROBE_PID,
	};
	enum spec_form form = spec_trait(t->kind)->form;
	bool is_socket = form == SPEC_HOST || form == SPEC_SOCKET;

	return cfg->bound && is_socket ? PROBE_BOUND : kinds[t->kind];
}

static struct probe *make_probe(const struct config *cfg, const struct spec *t,
    const struct exchange_opts *question, struct tap *tap)
{
	struct probe_opts opts = {
		.kind = choose_kind(cfg, t),
		.name = t->name,
		.host = t->endpoint.host,
		.port = t->endpoint.port,
		.type = t->kind == SPEC_UNIX ? 0 : spec_type(t),
		.family = cfg->family,
		.numeric = cfg->numeric,
		.unix_address = t->address,
		.path = t->text,
		.pid = t->pid,
		.exchange = asking_has_question(cfg) ? question : NULL,
		.attempt_timeout_us = cfg->attempt_timeout_us
		                          ? cfg->attempt_timeout_us
		                          : ATTEMPT_TIMEOUT,
		.wants_gone = cfg->gone,
		.tap = tap,
	};

	return probe_new(&opts);
}

/* A word after an address may be the beginning of a program. */
static void hint_program(const char *word, bool is_behind, struct error *err)
{
	char shown[QUOTE_ROOM];

	if (is_behind && !strpbrk(word, ":/"))
		error_hint(err, "to run a program then: -- %s",
		    quote_word(shown, sizeof(shown), word));
}

/* Of one address that could be asked, another command can see more. */
static void hint_more(
    const struct config *cfg, const struct asking *asked, struct error *err)
{
	const struct spec *targets = asked->targets;
	const unsigned kinds = SPEC_BIT(SPEC_TCP) | SPEC_UNIX_KINDS;

	if (asked->count == 1 && !cfg->gone && !cfg->bound &&
	    (kinds & SPEC_BIT(targets->kind)))
		hint_doctor(err, "to see more", targets);
}

static int wait_for(
    const struct run *run, const struct asking *asked, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct exchange_opts question = asking_question(cfg);
	struct probe_set vigil = {
		.probes = xcalloc(asked->count, sizeof(struct probe *)),
		.count = asked->count,
		.any_suffices = cfg->any,
		.wants_gone = cfg->gone,
		.timeout_us = cfg->timeout_us,
		.tap = run->tap,
	};

	for (size_t i = 0; i < asked->count; i++)
		vigil.probes[i] =
		    make_probe(cfg, &asked->targets[i], &question, run->tap);
	int result = probe_set_run(&vigil, err);
	if (result < 0 && err->kind == FAULT_TIMEOUT)
		hint_more(cfg, asked, err);
	for (size_t i = 0; i < asked->count; i++)
		probe_free(vigil.probes[i]);
	free(vigil.probes);
	return result;
}

/* The kernel says in files what it knows of addresses. */
static int enter_sandbox(
    const struct run *run, const struct asking *asked, struct error *err)
{
	const struct confine_opts opts = {
		.needs = SANDBOX_READS,
		.targets = asked->targets,
		.target_count = asked->count,
		.are_asked = true,
	};

	return confine(run, &opts, err);
}

static int wait_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct asking asked = { 0 };
	int result = check_options(cfg, err);

	if (result == 0) {
		result = asking_read(&asked, cfg, &rules, check_target, err);
		if (result < 0)
			hint_program(
			    cfg->operands[asked.read], asked.read > 0, err);
	}
	if (result == 0)
		result = enter_sandbox(run, &asked, err);
	if (result == 0)
		result = wait_for(run, &asked, err);
	asking_free(&asked);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_waiting,
	&option_group_question,
	&option_group_address,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_wait = {
	.name = "wait",
	.operands = "ADDRESS... [-- PROGRAM ARG...]",
	.summary =
	    "Wait until addresses answer, or are gone; then run a program",
	.examples =
	    "  genet wait db.test:5432 -- ./serve          when the database "
	    "answers\n"
	    "  genet wait --bound tcp:127.0.0.1:8080       without connecting\n"
	    "  genet wait udp:localhost:7 --send ping      when a datagram "
	    "comes back\n"
	    "  genet wait file:ready pid:4711 --any --timeout 5s\n",
	.statuses =
	    "0 the addresses answer or are gone, 2 usage, 3 name not resolved, "
	    "11 the kernel "
	    "cannot say, 124 timed out, 126 the program cannot be run, 127 "
	    "it was not found, else that of the program",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = INT_MAX,
	.takes_program = true,
	.is_report = true,
	.becomes_program = true,
	.run = wait_run,
};
