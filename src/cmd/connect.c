/* SPDX-License-Identifier: MIT */
/* connect: open a TCP connection, or a conversation by UDP, and pipe stdin and
 * stdout through it. */
#include "args/endpoint.h"
#include "cmd/command.h"
#include "net/dial/tcp-dial.h"
#include "net/dial/udp-dial.h"
#include "work/datagram-options.h"
#include "work/far/dialling.h"
#include "work/far/proxies.h"
#include "work/far/secure.h"
#include "work/near/program.h"
#include "work/serve.h"
#include "work/urgent.h"

static const struct endpoint_rules rules = {
	.command = "connect",
	.usage = "genet connect HOST PORT",
	.example = "genet connect example.test 80",
	.takes_kinds = true,
};

static int converse_by_tcp(const struct run *run,
    const struct inet_dial_opts *opts, struct secure *secure, struct error *err)
{
	struct proxies *proxies;
	struct dial *dial = NULL;

	if (proxies_open(run, &proxies, err) < 0)
		return -1;
	if (!proxies)
		dial = tcp_dial(opts);
	else if (urgent_check(run->cfg, proxies_encrypt(proxies), true, err) ==
		 0)
		dial = proxies_dial(proxies, opts, err);
	int result =
	    dial ? serve_dialled(run, secure_dial(secure, run, dial), err) : -1;
	proxies_free(proxies);
	return result;
}

static int converse_by_udp(
    const struct run *run, const struct inet_dial_opts *opts, struct error *err)
{
	if (run->cfg->proxy.urls.count > 0)
		return error_set(err, FAULT_USAGE,
		    "--proxy is for TCP: no proxy carries datagrams for genet");
	return serve_dialled(run, udp_dial(opts), err);
}

static int converse(
    const struct run *run, const struct endpoint *target, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct secure_peer peer = {
		.host = target->host,
		.port = target->port,
		.is_stream = !target->is_udp,
	};
	const struct inet_dial_opts opts =
	    dialling_inet(run, target->host, target->port);
	struct secure secure;

	if (urgent_check(cfg, cfg->tls.is_asked, !target->is_udp, err) < 0 ||
	    secure_open(&secure, run, &peer, err) < 0)
		return -1;
	int result = target->is_udp ? converse_by_udp(run, &opts, err)
	                            : converse_by_tcp(run, &opts, &secure, err);
	secure_close(&secure);
	return result;
}

static int connect_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct endpoint target;

	if (program_check(cfg, err) < 0 ||
	    endpoint_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = target.is_udp ? datagram_options_check(cfg, err) : 0;
	if (result == 0)
		result = converse(run, &target, err);
	endpoint_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_data,
	&option_group_urgent,
	&option_group_ending,
	&option_group_moving,
	&option_group_watching,
	&option_group_goal,
	&option_group_program,
	&option_group_retry,
	&option_group_address,
	&option_group_source,
	&option_group_proxy,
	&option_group_tcp,
	&option_group_tls,
	&option_group_tls_client,
	&option_group_proxy_header,
	&option_group_reports,
	NULL,
};

const struct command cmd_connect = {
	.name = "connect",
	.operands = "HOST PORT",
	.summary = "Open a TCP connection and pipe stdin and stdout through it",
	.examples =
	    "  genet connect example.test 8080 < file     send a file, print "
	    "the reply\n"
	    "  genet connect localhost:6379 --data 'PING\\r\\n' --for 1s\n"
	    "  genet connect db.test 5432 --retry-for 30s --send-only "
	    "--no-stdin\n"
	    "  genet connect --tls example.test 443       encrypt, and verify "
	    "the server\n"
	    "  genet connect udp:ntp.test:123 --linger 1s < question\n",
	.statuses = "0 all delivered, 1 local file or output, 2 usage, 3 name "
		    "not resolved, 4 refused, 5 unreachable, 6 source address, "
		    "7 connection lost, 8 not received what was asked for, 9 "
		    "TLS failed, 10 refused by a proxy, 11 not in this kernel "
		    "or build, 124 timed out; with a program its own, 126 "
		    "cannot be run, 127 not found",
	.options = groups,
	.takes_kinds = true,
	.min_operands = 1,
	.max_operands = 2,
	.run = connect_run,
};
