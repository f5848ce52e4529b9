/* SPDX-License-Identifier: MIT */
/* udp-send: send the input as datagrams. */
#include <sys/socket.h>
#include <unistd.h>

#include "cmd/command.h"
#include "net/datagram/udp.h"
#include "work/datagrams.h"

static const struct spec_rules rules = {
	.command = "udp-send",
	.usage = "genet udp-send HOST PORT",
	.example = "genet udp-send 127.0.0.1 8125",
	.role = SPEC_DIALS,
	.usual = SPEC_UDP,
	.kinds = SPEC_BIT(SPEC_UDP),
};

static int open_socket(const struct run *run, const struct endpoint *target,
    struct udp_socket *out, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct udp_opts opts = {
		.host = target->host,
		.port = target->port,
		.source = cfg->source,
		.source_port = cfg->source_port,
		.family = cfg->family,
		.numeric = cfg->numeric,
		.wants_reply = cfg->replies != 0,
		.hears_itself = !cfg->no_loop,
		.sockopts = &cfg->sockopts,
		.deadline = run->deadline,
		.tap = run->tap,
	};

	return udp_open(&opts, out, err);
}

static int udp_send_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct datagram_sender sender = { 0 };
	struct spec target;
	struct udp_socket socket;
	char name[ADDRESS_TEXT];

	if (datagrams_check_sending(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = open_socket(run, &target.endpoint, &socket, err);
	spec_free(&target);
	if (result < 0)
		return -1;
	sender.fd = socket.fd;
	sender.name = address_text(name, &socket.remote);
	sender.room = DATAGRAMS_UDP_ROOM;
	sender.whole_read = address_family(&socket.remote) == AF_INET
	                        ? UDP_PAYLOAD_IPV4
	                        : UDP_PAYLOAD_IPV6;
	if (!socket.is_connected)
		sender.to = socket.remote;
	result = datagrams_send(run, &sender, err);
	close(socket.fd);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_datagrams_out,
	&option_group_watching,
	&option_group_answers,
	&option_group_output,
	&option_group_udp_out,
	&option_group_address,
	&option_group_source,
	&option_group_ip,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_udp_send = {
	.name = "udp-send",
	.operands = "HOST PORT",
	.summary = "Send standard input as UDP datagrams",
	.examples =
	    "  genet udp-send 127.0.0.1:8125 --data 'hits:1|c'\n"
	    "  genet udp-send --lines log.test 514 < messages\n"
	    "  genet udp-send --data ping --reply --timeout 1s host.test 7\n",
	.statuses =
	    "0 all sent (with --reply: answered), 1 local file or datagram too "
	    "long, 2 usage, 3 name not resolved, 4 refused, 5 unreachable, 6 "
	    "source address, 8 too few answers or none as expected, 11 not in "
	    "this kernel, 124 timed out",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 2,
	.run = udp_send_run,
};
