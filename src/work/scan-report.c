/* SPDX-License-Identifier: MIT */
/* What a scan has found, for its user. */
#include "work/scan-report.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>

#include "base/text.h"
#include "net/address/address-error.h"
#include "sys/output/stdout.h"

/* Room for the states of all ports of an address, with their numbers. */
#define COUNTS_ROOM 128

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
	return state == SCAN_OPEN || (cfg->all && state != SCAN_UNKNOWN) ||
	       (cfg->udp && state == SCAN_SILENT);
}

static const char *name_of_service(const struct config *cfg, uint16_t port)
{
	const struct servent *service = NULL;

	if (!cfg->numeric)
		service = getservbyport(htons(port), cfg->udp ? "udp" : "tcp");
	return service ? service->s_name : NULL;
}

static void tell(const struct scan_report *r, uint16_t port,
    enum scan_state state, const struct address *host)
{
	if (!tap_wants(r->opts->tap, TAP_PORT))
		return; /* finding the name of the service costs a look into a
		           file */
	tap_tell(r->opts->tap, &(struct tap_event){
				   .kind = TAP_PORT,
				   .port = { host, port, words[state],
				       name_of_service(r->cfg, port) },
			       });
}

/* The address is always the fourth column: a dash holds the place of a service
 * without a name. host is NULL if all addresses agree. */
static void print_line(const struct config *cfg, uint16_t port,
    enum scan_state state, const struct address *host)
{
	const char *service = name_of_service(cfg, port);
	char text[ADDRESS_TEXT];

	printf("%-5u  %s", port, words[state]);
	if (service || host)
		printf("  %s", service ? service : "-");
	if (host)
		printf("  %s", address_host(text, host));
	putchar('\n');
}

static bool is_agreed(
    const struct scan_opts *opts, const enum scan_state states[SCAN_HOSTS])
{
	for (size_t host = 1; host < opts->host_count; host++)
		if (states[host] != states[0])
			return false;
	return true;
}

/* Each line at once: a scan may take long. */
int scan_report_port(void *context, uint16_t port,
    const enum scan_state states[SCAN_HOSTS], struct error *err)
{
	const struct scan_report *r = context;
	bool agreed = is_agreed(r->opts, states);
	size_t lines = agreed ? 1 : r->opts->host_count;

	for (size_t host = 0; host < lines; host++)
		if (!r->cfg->watching.json && is_wanted(r->cfg, states[host]))
			print_line(r->cfg, port, states[host],
			    agreed ? NULL : &r->opts->hosts[host]);
	for (size_t host = 0; host < r->opts->host_count; host++)
		if (is_wanted(r->cfg, states[host]))
			tell(r, port, states[host], &r->opts->hosts[host]);
	return stdout_flush(err);
}

/* "1 open, 2 closed": only states that occur. Returns buf. */
static char *count_states(
    char buf[COUNTS_ROOM], const size_t counts[SCAN_STATES])
{
	static const enum scan_state order[] = { SCAN_OPEN, SCAN_CLOSED,
		SCAN_SILENT, SCAN_UNREACHABLE, SCAN_UNKNOWN };
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < SCAN_STATES; i++)
		if (counts[order[i]])
			used += (size_t)snprintf(buf + used, COUNTS_ROOM - used,
			    "%s%zu %s", used ? ", " : "", counts[order[i]],
			    words[order[i]]);
	return buf;
}

void scan_report_totals(const struct scan_opts *opts,
    const struct scan_totals *totals, int64_t took_us)
{
	char line[512], text[ADDRESS_TEXT], counts[COUNTS_ROOM];
	char took[TEXT_MEASURE];

	for (size_t host = 0; host < opts->host_count; host++) {
		snprintf(line, sizeof(line), "scanned %s: %s, in %s",
		    address_host(text, &opts->hosts[host]),
		    count_states(counts, totals->of[host]),
		    text_duration(took, took_us));
		const size_t *of = totals->of[host];
		tap_tell(opts->tap,
		    &(struct tap_event){
			.kind = TAP_SCANNED,
			.scanned = { &opts->hosts[host], line, of[SCAN_OPEN],
			    of[SCAN_CLOSED], of[SCAN_SILENT],
			    of[SCAN_UNREACHABLE], of[SCAN_UNKNOWN], took_us },
		    });
	}
}

/* "no port of HOST is open: 2 closed", or with each address of a name. */
static int nothing_is_open(const struct scan_opts *opts,
    const struct scan_totals *totals, struct error *err)
{
	char all[SCAN_HOSTS * (ADDRESS_TEXT + COUNTS_ROOM + 8)] = "";
	char text[ADDRESS_TEXT], counts[COUNTS_ROOM];
	size_t used = 0;

	if (opts->host_count == 1)
		return error_set(err, FAULT_UNMET, "no port of %s is open: %s",
		    opts->name, count_states(counts, totals->of[0]));
	for (size_t host = 0; host < opts->host_count; host++)
		used += (size_t)snprintf(all + used, sizeof(all) - used,
		    "%s%s: %s", host ? "; " : "",
		    address_host(text, &opts->hosts[host]),
		    count_states(counts, totals->of[host]));
	return error_set(
	    err, FAULT_UNMET, "no port of %s is open (%s)", opts->name, all);
}

/* Linux says EINVAL of a link-local address without its interface. */
static const char *why_unreachable(const struct scan_opts *opts)
{
	return opts->host_count == 1 && address_error_lacks_scope(opts->hosts)
	           ? address_error_phrase(opts->hosts, EINVAL)
	           : "host or network is unreachable";
}

int scan_report_result(const struct scan_opts *opts,
    const struct scan_totals *totals, struct error *err)
{
	size_t unreachable = 0;

	for (size_t host = 0; host < opts->host_count; host++) {
		if (totals->of[host][SCAN_OPEN])
			return 0;
		unreachable += totals->of[host][SCAN_UNREACHABLE];
	}
	if (unreachable == opts->count * opts->host_count)
		return error_set(err, FAULT_UNREACHABLE, "cannot reach %s: %s",
		    opts->name, why_unreachable(opts));
	return nothing_is_open(opts, totals, err);
}
