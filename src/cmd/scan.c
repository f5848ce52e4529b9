/* SPDX-License-Identifier: MIT */
/* scan: which ports of a host are open. */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/quote.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli/foreign.h"
#include "cli/ports.h"
#include "cmd/command.h"
#include "net/lookup.h"
#include "net/scan.h"

#define PORT_TIMEOUT (2 * CLOCK_SECOND)

static const char *const words[SCAN_STATES] = {
	[SCAN_UNKNOWN] = "unknown",
	[SCAN_OPEN] = "open",
	[SCAN_CLOSED] = "closed",
	[SCAN_SILENT] = "silent",
	[SCAN_UNREACHABLE] = "unreachable",
};

/* A UDP port that says nothing may well be open. */
static bool is_wanted(const struct config *cfg, enum scan_state state)
{
	return state == SCAN_OPEN || cfg->all ||
	       (cfg->udp && state == SCAN_SILENT);
}

/* Each line at once: a scan may take long. */
static int print_port(
    void *context, uint16_t port, enum scan_state state, struct error *err)
{
	const struct config *cfg = context;
	const struct servent *service = NULL;

	if (!is_wanted(cfg, state))
		return 0;
	if (!cfg->numeric)
		service = getservbyport(htons(port), cfg->udp ? "udp" : "tcp");
	printf("%-5u  %s%s%s\n", port, words[state], service ? "  " : "",
	    service ? service->s_name : "");
	if (fflush(stdout) == 0)
		return 0;
	if (errno == EPIPE) /* whoever reads has seen enough */
		return error_signal(err, SIGPIPE);
	return error_sys(err, FAULT_IO, "cannot write to standard output");
}

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

static void tell(struct tap *tap, const struct scan_opts *opts,
    const size_t totals[SCAN_STATES], int64_t began)
{
	char line[256], host[ADDRESS_TEXT], took[TEXT_MEASURE];

	snprintf(line, sizeof(line),
	    "scanned %s: %zu open, %zu closed, %zu silent, %zu unreachable, "
	    "%zu unknown, in %s",
	    address_host(host, opts->host), totals[SCAN_OPEN],
	    totals[SCAN_CLOSED], totals[SCAN_SILENT], totals[SCAN_UNREACHABLE],
	    totals[SCAN_UNKNOWN], text_duration(took, clock_now() - began));
	tap_tell(tap, &(struct tap_event){ .kind = TAP_NOTE, .text = line });
}

/* No port is open: which other states there are. */
static int explain(const struct scan_opts *opts,
    const size_t totals[SCAN_STATES], struct error *err)
{
	char host[ADDRESS_TEXT], counts[128] = "";
	size_t used = 0;

	address_host(host, opts->host);
	if (totals[SCAN_UNREACHABLE] == opts->count)
		return error_set(err, FAULT_UNREACHABLE,
		    "cannot reach %s: host or network is unreachable", host);
	for (int state = SCAN_CLOSED; state < SCAN_STATES; state++)
		if (totals[state])
			used += (size_t)snprintf(counts + used,
			    sizeof(counts) - used, "%s%zu %s", used ? ", " : "",
			    totals[state], words[state]);
	return error_set(
	    err, FAULT_UNMET, "no port of %s is open: %s", host, counts);
}

/* A name may have several addresses: the first is scanned, and the others are
 * told where that may have been the wrong choice. */
static void hint_others(
    const struct address_list *list, const char *name, struct error *err)
{
	char host[ADDRESS_TEXT];

	if (list->count > 1 &&
	    (err->kind == FAULT_UNMET || err->kind == FAULT_UNREACHABLE))
		error_hint(err, "%s has other addresses, such as %s", name,
		    address_host(host, &list->items[1]));
}

static int scan_host(const struct config *cfg, const struct address_list *hosts,
    struct tap *tap, struct error *err)
{
	int64_t began = clock_now();
	size_t totals[SCAN_STATES];
	struct scan_opts opts = {
		.host = &hosts->items[0],
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.parallel = (size_t)cfg->parallel,
		.port_timeout_us = cfg->attempt_timeout_us
		                       ? cfg->attempt_timeout_us
		                       : PORT_TIMEOUT,
		.deadline = cfg->deadline,
		.report = print_port,
		.context = (void *)(uintptr_t)cfg,
		.tap = tap,
	};
	uint16_t *ports = read_ports(cfg, &opts.count, err);

	if (!ports)
		return -1;
	opts.ports = ports;
	int result = scan_run(&opts, totals, err);
	free(ports);
	tell(tap, &opts, totals, began);
	if (result == 0 && !totals[SCAN_OPEN])
		result = explain(&opts, totals, err);
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

static int check_operands(const struct config *cfg, struct error *err)
{
	if (foreign_refuse("scan", cfg->operands, err) < 0)
		return -1;
	return cfg->operand_count < 2 ? missing_ports(cfg->operands[0], err)
	                              : 0;
}

static int run(const struct config *cfg, struct tap *tap, struct error *err)
{
	if (check_operands(cfg, err) < 0)
		return -1;
	char *host = without_brackets(cfg->operands[0]);
	struct lookup_result found;
	struct lookup_opts opts = {
		.host = host,
		.family = cfg->family,
		.type = cfg->udp ? SOCK_DGRAM : SOCK_STREAM,
		.numeric = cfg->numeric,
		.deadline = cfg->deadline,
		.tap = tap,
	};
	int result = *host ? lookup_run(&opts, &found, err)
	                   : error_set(err, FAULT_USAGE, "missing host in '%s'",
				 cfg->operands[0]);

	if (result == 0) {
		result = scan_host(cfg, &found.addresses, tap, err);
		if (result < 0)
			hint_others(&found.addresses, host, err);
		lookup_free(&found);
	}
	free(host);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_scanning,
	&option_group_address,
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
	.min_operands = 1, /* run() says what is missing of two */
	.max_operands = INT_MAX,
	.run = run,
};
