/* SPDX-License-Identifier: MIT */
/* relay: forward between two addresses. */
#include "cmd/command.h"
#include "work/forward.h"
#include "work/near/program.h"

static const struct spec_rules from_rules = {
	.command = "relay",
	.usage = "genet relay LISTEN TARGET",
	.example = "genet relay 8080 example.test:80",
	.role = SPEC_LISTENS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS,
	.words = SPEC_ONE_WORD,
	.takes_roles = true,
};

static const struct spec_rules to_rules = {
	.command = "relay",
	.usage = "genet relay LISTEN TARGET",
	.example = "genet relay 8080 example.test:80",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS & ~SPEC_PROXY_KINDS,
	.words = SPEC_ONE_WORD,
	.takes_roles = true,
};

/* Only the clients of a proxy server say where to. */
static int check_count(
    const struct config *cfg, const struct spec *from, struct error *err)
{
	const char *target = cfg->operands[1];
	bool is_proxy = spec_is_proxy(from->kind);

	if (is_proxy && target)
		return error_set(err, FAULT_USAGE,
		    "'%s' is %s, whose clients say where to: what is '%s' for?",
		    from->name, spec_trait(from->kind)->what, target);
	if (is_proxy || target)
		return 0;
	error_set(err, FAULT_USAGE, "missing target behind '%s'", from->name);
	return error_hint(
	    err, "usage: %s, e.g. %s", from_rules.usage, from_rules.example);
}

static int run_between(const struct run *run, const struct spec *from,
    const char *const *words, struct error *err)
{
	struct spec targets[FORWARD_TARGETS];
	struct forward_opts opts = { .from = from, .targets = targets };
	int result = 0;

	while (result == 0 && words[opts.count]) {
		result = spec_parse(&words[opts.count], &to_rules,
			     &targets[opts.count], err) < 0
		             ? -1
		             : 0;
		opts.count += result == 0;
	}
	if (result == 0)
		result = forward(run, &opts, err);
	while (opts.count > 0)
		spec_free(&targets[--opts.count]);
	return result;
}

static int relay_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec from;

	if (program_check(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &from_rules, &from, err) < 0)
		return -1;
	int result = check_count(cfg, &from, err);
	if (result == 0)
		result = run_between(run, &from, cfg->operands + 1, err);
	spec_free(&from);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_relay,
	&option_group_forwarding,
	&option_group_faults,
	&option_group_moving,
	&option_group_watching,
	&option_group_recording,
	&option_group_retry,
	&option_group_ranges,
	&option_group_running,
	&option_group_ready,
	&option_group_sharing,
	&option_group_socket_file,
	&option_group_address,
	&option_group_source,
	&option_group_proxy,
	&option_group_proxy_header,
	&option_group_proxy_server,
	&option_group_tcp,
	&option_group_tls_own,
	&option_group_tls_client,
	&option_group_tls_server,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_relay = {
	.name = "relay",
	.operands = "LISTEN [TARGET...]",
	.summary = "Forward connections from one address to another",
	.examples =
	    "  genet relay 8080 example.test:80           each client of port "
	    "8080\n"
	    "  genet relay 127.0.0.1:0 unix:/run/db.sock --ready-file port\n"
	    "  genet relay tls:443 localhost:8080 --tls-cert cert.pem\n"
	    "  genet relay 5432 db1.test:5432 db2.test:5432    the first that "
	    "answers\n"
	    "  genet relay connect:a.test:1 b.test:2      join two servers\n"
	    "  genet relay socks5:1080                    a proxy server, for "
	    "this host\n",
	.statuses = "0 ended as asked, 1 local failure, 2 usage, 3 name not "
		    "resolved, 4 refused, 5 unreachable, 6 cannot listen, 7 "
		    "connection lost, 8 no client came, 9 TLS, 10 no PROXY "
		    "header, 11 not in this kernel, 124 timed out",
	.options = groups,
	.addresses = &from_rules,
	.min_operands = 1,
	.max_operands = 1 + FORWARD_TARGETS,
	.run = relay_run,
};
