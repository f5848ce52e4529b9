/* SPDX-License-Identifier: MIT */
/* ping: how fast, and how reliably, addresses answer. */
#include <limits.h>
#include <sys/socket.h>

#include "cmd/command.h"
#include "work/asking.h"
#include "work/pinging/pinging.h"

static const struct spec_rules rules = {
	.command = "ping",
	.usage = "genet ping HOST:PORT",
	.example = "genet ping localhost:80",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_BIT(SPEC_TCP) | SPEC_BIT(SPEC_TLS) | SPEC_BIT(SPEC_UDP) |
	         SPEC_UNIX_KINDS | SPEC_BIT(SPEC_VSOCK) | SPEC_BIT(SPEC_SCTP),
	.words = SPEC_LIST,
};

/* Only an answer shows that a datagram has arrived. */
static int check_target(
    const struct config *cfg, const struct spec *t, struct error *err)
{
	return spec_type(t) == SOCK_DGRAM
	           ? asking_check_datagram(cfg, t, rules.command, "time", err)
	           : 0;
}

static int check_options(const struct config *cfg, struct error *err)
{
	if (cfg->ping.greeting && (cfg->send.bytes || cfg->expect.bytes))
		return error_set(err, FAULT_USAGE,
		    "--greeting waits for whatever the server says first, so "
		    "--send and --expect have no meaning with it");
	return 0;
}

static int ping_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct asking asked = { 0 };
	int result = check_options(cfg, err);

	if (result == 0)
		result = asking_read(&asked, cfg, &rules, check_target, err);
	if (result == 0)
		result = pinging(run, asked.targets, asked.count, err);
	asking_free(&asked);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_pinging,
	&option_group_question,
	&option_group_address,
	&option_group_source,
	&option_group_ip,
	&option_group_tls,
	&option_group_tls_own,
	&option_group_tls_client,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_ping = {
	.name = "ping",
	.operands = "ADDRESS...",
	.summary = "Measure how fast addresses answer, again and again",
	.examples =
	    "  genet ping example.test:443                  until Ctrl-C\n"
	    "  genet ping --count 1000 --interval 0 127.0.0.1:8080\n"
	    "  genet ping tls:example.test:443 udp:ntp.test:123 --send ping\n"
	    "  genet ping --greeting mail.test:25           until the first "
	    "byte\n",
	.statuses =
	    "0 every ping was answered, 1 output, 2 usage, 3 name not "
	    "resolved, 8 pings were not answered, 11 not in this kernel or "
	    "build, 124 timed out",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = INT_MAX,
	.is_report = true,
	.run = ping_run,
};
