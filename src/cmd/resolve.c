/* SPDX-License-Identifier: MIT */
/* resolve: what a name resolves to, in the order it would be tried. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args/endpoint.h"
#include "base/quote.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/command.h"
#include "net/address/lookup.h"
#include "net/dial/race.h"
#include "sys/output/stdout.h"
#include "work/confine.h"

/* Under the address of a row. */
#define ROW_HANG 5

static const struct endpoint_rules rules = {
	.command = "resolve",
	.usage = "genet resolve HOST [PORT]",
	.example = "genet resolve example.test",
	.port_is_optional = true,
};

static void print_heading(const char *host, const struct lookup_result *found)
{
	char line[600], shown[600], took[TEXT_MEASURE];
	size_t count = found->addresses.count;
	bool is_alias = found->canonical && strcmp(found->canonical, host) != 0;
	int len = snprintf(line, sizeof(line), "%s%s%s: %zu address%s in %s",
	    host, is_alias ? ", canonical name " : "",
	    is_alias ? found->canonical : "", count, count == 1 ? "" : "es",
	    text_duration(took, found->duration_us));

	text_escape(shown, sizeof(shown), line, (size_t)len);
	char *heading = xasprintf("%s\n", shown);
	stdout_lines(heading, ROW_HANG);
	free(heading);
}

/* Tries to connect to one address, and fills *outcome. Returns 0, or -1 with
 * err filled if genet itself has failed. */
static int try_address(const struct run *run, const struct address *a,
    struct attempt *outcome, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address_list one = { .items = (struct address[]){ *a },
		.count = 1 };
	struct race_opts opts = {
		.addresses = &one,
		.sockopts = &cfg->sockopts,
		.deadline = clock_after(cfg->connect_timeout_us),
		.limit_us = cfg->connect_timeout_us,
		.tap = run->tap,
	};

	*err = (struct error)ERROR_NONE;
	if (race_run(&opts, outcome, err) >= 0) {
		close(outcome->fd);
		return 0;
	}
	return err->kind == FAULT_NONE ? 0 : -1;
}

static void tell_row(struct tap *tap, const struct address *a, size_t number,
    const struct attempt *outcome)
{
	struct tap_address told = { .number = (unsigned)number, .remote = a };

	if (outcome) {
		told.was_tried = true;
		told.took_us = outcome->duration_us;
		if (outcome->cause.kind != FAULT_NONE)
			told.cause = &outcome->cause;
	}
	tap_tell(
	    tap, &(struct tap_event){ .kind = TAP_ADDRESS, .address = told });
}

static void print_row(const struct address *a, size_t number, bool has_port,
    const struct attempt *outcome)
{
	char text[ADDRESS_TEXT], took[TEXT_MEASURE] = "";

	if (has_port)
		address_text(text, a);
	else
		address_host(text, a);
	char *row = xasprintf("%3zu  %-24s %s%s%s%s%s\n", number, text,
	    address_family(a) == AF_INET6 ? "IPv6" : "IPv4",
	    outcome ? "  " : "",
	    !outcome                            ? ""
	    : outcome->cause.kind == FAULT_NONE ? "connected"
						: outcome->cause.text,
	    outcome ? " in " : "",
	    outcome ? text_duration(took, outcome->duration_us) : "");
	stdout_lines(row, ROW_HANG);
	fflush(stdout);
	free(row);
}

/* Prints all addresses, with --connect also the outcome of each attempt. If no
 * address answers, the first failure is the result. */
static int print_all(const struct run *run, const struct lookup_result *found,
    bool has_port, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct error first = ERROR_NONE;
	bool answered = !cfg->try_connect;

	for (size_t i = 0; i < found->addresses.count; i++) {
		const struct address *a = &found->addresses.items[i];
		struct attempt outcome = { 0 };
		if (cfg->try_connect && try_address(run, a, &outcome, err) < 0)
			return -1;
		const struct attempt *shown =
		    cfg->try_connect ? &outcome : NULL;
		tell_row(run->tap, a, i + 1, shown);
		if (!cfg->watching.json)
			print_row(a, i + 1, has_port, shown);
		if (outcome.cause.kind == FAULT_NONE)
			answered = true;
		else if (first.kind == FAULT_NONE)
			first = outcome.cause;
	}
	if (answered)
		return 0;
	return error_set(err, first.kind,
	    "every address failed (the first: %s)", first.text);
}

/* Replaces a hint that would lead to this command. Returns -1. */
static int hint_servers(const char *name, struct error *err)
{
	char shown[QUOTE_ROOM];

	if (err->hint.code != HINT_NAME_UNKNOWN)
		return -1;
	err->hint.code = HINT_NONE; /* it leads to this command */
	return error_hint(err,
	    "check the spelling, and the files and servers of names: "
	    "getent ahosts %s",
	    quote_word(shown, sizeof(shown), name));
}

static int resolve_endpoint(
    const struct run *run, const struct endpoint *target, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct lookup_result found;
	struct lookup_opts opts = {
		.host = target->host,
		.port = target->port,
		.family = cfg->family,
		.type = SOCK_STREAM,
		.numeric = cfg->numeric,
		.deadline = clock_after(cfg->connect_timeout_us),
		.tap = run->tap,
	};

	if (cfg->try_connect && !target->port) {
		error_set(err, FAULT_USAGE, "--connect needs a port");
		return error_hint(
		    err, "usage: genet resolve --connect HOST PORT");
	}
	if (lookup_run(&opts, &found, err) < 0)
		return hint_servers(target->host, err);
	if (!cfg->watching.json)
		print_heading(target->host, &found);
	int result = print_all(run, &found, target->port != NULL, err);
	lookup_free(&found);
	if (stdout_flush(err) < 0)
		return -1;
	return result;
}

/* What a name stands for may be in any file. */
static int enter_sandbox(const struct run *run, struct error *err)
{
	const struct confine_opts opts = {
		.needs = SANDBOX_LOOKS_UP | SANDBOX_READS |
		         (run->cfg->try_connect ? SANDBOX_TCP : 0),
	};

	return confine(run, &opts, err);
}

static int resolve_run(const struct run *run, struct error *err)
{
	struct endpoint target;

	if (endpoint_parse(run->cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = enter_sandbox(run, err);
	if (result == 0)
		result = resolve_endpoint(run, &target, err);
	endpoint_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_resolve,
	&option_group_address,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_resolve = {
	.name = "resolve",
	.operands = "HOST [PORT]",
	.summary = "Show what a name resolves to, in the order it would be "
		   "tried",
	.examples =
	    "  genet resolve example.test\n"
	    "  genet resolve --connect localhost 80    try each address\n",
	.statuses =
	    "0 resolved (with --connect: an address answered), 1 "
	    "output, 2 usage, 3 name not resolved, 4 refused, 5 unreachable, "
	    "124 timed out",
	.options = groups,
	.min_operands = 1,
	.max_operands = 2,
	.is_report = true,
	.run = resolve_run,
};
