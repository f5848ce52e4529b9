/* SPDX-License-Identifier: MIT */
/* scan: which ports of a host are open. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "args/ports.h"
#include "base/clock.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "cmd/command.h"
#include "net/address/lookup.h"
#include "scan/scan.h"
#include "work/confine.h"
#include "work/scan-report.h"

#define PORT_TIMEOUT (2 * CLOCK_SECOND)

/* All ports of all lists, in order. Returns an allocated row, or NULL with
 * err filled. */
static uint16_t *read_ports(
    const struct config *cfg, size_t *count, struct error *err)
{
	struct ports *ports = xcalloc(1, sizeof(*ports));
	const char *protocol = cfg->udp ? "udp" : "tcp";
	uint16_t *row = NULL;
	int result = 0;

	for (int i = 1; result == 0 && i < cfg->operand_count; i++)
		result = ports_parse(ports, cfg->operands[i],
		    cfg->numeric ? NULL : protocol, err);
	*count = 0;
	if (result == 0)
		row = xcalloc(ports->count, sizeof(*row));
	for (unsigned port = 1; row && port <= 65535; port++)
		if (ports->has[port])
			row[(*count)++] = (uint16_t)port;
	free(ports);
	return row;
}

/* Whether another address of the same family is scanned instead. */
static bool is_passed_over(
    const struct scan_opts *opts, const struct address *found)
{
	bool has_family = false;

	for (size_t i = 0; i < opts->host_count; i++) {
		const struct address *host = &opts->hosts[i];
		if (address_is_same_host(found, host))
			return false;
		has_family |= address_family(found) == address_family(host);
	}
	return has_family;
}

/* Names another address of the host, which may have been meant. */
static void hint_others(const struct address_list *found,
    const struct scan_opts *opts, const char *name, struct error *err)
{
	char host[ADDRESS_TEXT];

	if (err->kind != FAULT_UNMET && err->kind != FAULT_UNREACHABLE)
		return;
	/* lint-deep: found is filled when the look-up has succeeded */
	for (size_t i = 0; i < found->count; i++)
		if (is_passed_over(opts, &found->items[i])) {
			error_hint(err, "%s has other addresses, such as %s",
			    name, address_host(host, &found->items[i]));
			return;
		}
}

static int scan_and_report(
    const struct scan_opts *wanted, const struct config *cfg, struct error *err)
{
	int64_t began = clock_now();
	struct scan_totals totals;
	struct scan_report report = { .cfg = cfg, .opts = wanted };
	struct scan_opts opts = *wanted;

	opts.report = scan_report_port;
	opts.context = &report;
	int result = scan_run(&opts, &totals, err);
	scan_report_totals(wanted, &totals, clock_now() - began);
	return result < 0 ? -1 : scan_report_result(wanted, &totals, err);
}

/* To be called when the addresses are chosen, by sockets of UDP. The names of
 * the ports may be told. */
static int enter_sandbox(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct confine_opts opts = {
		.needs = (cfg->udp ? SANDBOX_UDP : SANDBOX_TCP) |
		         (cfg->numeric ? 0 : SANDBOX_SERVICES),
	};

	return confine(run, &opts, err);
}

static int scan_name(const struct run *run, const char *name,
    const struct address_list *found, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address hosts[SCAN_HOSTS];
	char text[ADDRESS_TEXT];
	struct scan_opts opts = {
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.parallel = (size_t)cfg->parallel,
		.port_timeout_us = cfg->attempt_timeout_us
		                       ? cfg->attempt_timeout_us
		                       : PORT_TIMEOUT,
		.deadline = run->deadline,
		.tap = run->tap,
	};
	uint16_t *ports = read_ports(cfg, &opts.count, err);

	if (!ports)
		return -1;
	opts.ports = ports;
	opts.hosts = hosts;
	opts.host_count = scan_hosts(found, run->tap, hosts);
	opts.name = opts.host_count > 1 ? name : address_host(text, &hosts[0]);
	int result = enter_sandbox(run, err);
	if (result == 0)
		result = scan_and_report(&opts, cfg, err);
	free(ports);
	if (result < 0)
		hint_others(found, &opts, name, err);
	return result;
}

static char *without_brackets(const char *host)
{
	size_t len = strlen(host);

	if (host[0] == '[' && len > 2 && host[len - 1] == ']')
		return xasprintf("%.*s", (int)len - 2, host + 1);
	return xstrdup(host);
}

/* "HOST:PORT" or "HOST" alone. */
static int missing_ports(const char *word, struct error *err)
{
	char host[QUOTE_ROOM], ports[QUOTE_ROOM] = "22,80,8000-9000";
	const char *colon = strrchr(word, ':');
	bool has_port = colon && colon > word && colon[1] &&
	                (colon == strchr(word, ':') || colon[-1] == ']');
	char *bare = xasprintf("%.*s",
	    (int)(has_port ? (size_t)(colon - word) : strlen(word)), word);

	error_set(err, FAULT_USAGE, "missing PORTS after '%s'", word);
	quote_word(host, sizeof(host), bare);
	if (has_port)
		quote_word(ports, sizeof(ports), colon + 1);
	free(bare);
	return error_hint(
	    err, "%sgenet scan %s %s", has_port ? "" : "as in: ", host, ports);
}

static int scan_command_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;

	if (cfg->operand_count < 2)
		return missing_ports(cfg->operands[0], err);
	char *host = without_brackets(cfg->operands[0]);
	struct lookup_result found;
	struct lookup_opts opts = {
		.host = host,
		.family = cfg->family,
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.numeric = cfg->numeric,
		.deadline = run->deadline,
		.tap = run->tap,
	};
	int result = *host ? lookup_run(&opts, &found, err)
	                   : error_set(err, FAULT_USAGE, "missing host in '%s'",
				 cfg->operands[0]);

	if (result == 0) {
		result = scan_name(run, host, &found.addresses, err);
		lookup_free(&found);
	}
	free(host);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_scanning,
	&option_group_address,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_scan = {
	.name = "scan",
	.operands = "HOST PORTS...",
	.summary = "List the open ports of a host",
	.examples = "  genet scan 127.0.0.1 22,80,8000-9000\n"
		    "  genet scan 192.0.2.1 1-65535 --connect-timeout 500ms\n"
		    "  genet scan --udp 192.0.2.1 domain,ntp\n",
	.statuses = "0 a port is open, 1 output, 2 usage, 3 name not resolved, "
		    "5 host unreachable, 8 no port is open, 124 timed out",
	.options = groups,
	.min_operands = 1, /* missing_ports() says what is missing of two */
	.max_operands = INT_MAX,
	.is_report = true,
	.run = scan_command_run,
};
