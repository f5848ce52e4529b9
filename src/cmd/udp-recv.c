/* SPDX-License-Identifier: MIT */
/* udp-recv: print the datagrams that arrive. */
#include <string.h>
#include <sys/socket.h>

#include "args/choice.h"
#include "args/endpoint.h"
#include "cmd/command.h"
#include "net/address/lookup.h"
#include "net/bind/binding.h"
#include "net/datagram/datagram.h"
#include "net/datagram/multicast.h"
#include "net/datagram/udp.h"
#include "relay/record.h"
#include "work/datagrams.h"
#include "work/listen-options.h"

static const struct spec_rules rules = {
	.command = "udp-recv",
	.usage = "genet udp-recv [HOST] PORT",
	.example = "genet udp-recv 127.0.0.1 8125",
	.role = SPEC_LISTENS,
	.usual = SPEC_UDP,
	.kinds = SPEC_BIT(SPEC_UDP) | SPEC_BIT(SPEC_FD),
};

static const struct endpoint_rules from_rules = {
	.usage = "--from HOST or --from HOST:PORT",
	.example = "--from 192.0.2.1",
	.port_is_optional = true,
};

/* The family of the first group: a socket can join those of its own only. */
static int choose_family(const struct config *cfg)
{
	if (cfg->family != AF_UNSPEC || cfg->groups.count == 0)
		return cfg->family;
	return strchr(cfg->groups.items[0], ':') ? AF_INET6 : AF_INET;
}

/* With such an end, datagrams are not joined by UDP_GRO, so that every dropped
 * one is counted. */
static bool has_last_datagram(const struct config *cfg)
{
	return cfg->count || cfg->bytes || cfg->until.bytes || cfg->end_empty;
}

static int prepare_sockets(const struct binding *b, const struct run *run,
    struct datagram_receiver *receiver, struct error *err)
{
	const struct config *cfg = run->cfg;
	bool wants_details = cfg->format == RECORD_JSON || cfg->echo ||
	                     cfg->reply.bytes ||
	                     tap_wants(run->tap, TAP_DATAGRAM);

	if (cfg->peeks)
		return 0; /* the socket stays as it is */
	/* lint-deep: b is filled when it was opened */
	for (size_t i = 0; i < b->addresses.count; i++) {
		if (!receiver->is_inherited)
			udp_enlarge_buffer(b->fds[i], &cfg->sockopts, run->tap);
		if (!receiver->is_inherited && !has_last_datagram(cfg) &&
		    datagram_want_joined(b->fds[i], run->tap))
			receiver->may_be_joined = true;
		if (wants_details)
			datagram_want_details(b->fds[i], run->tap);
		for (size_t g = 0; g < cfg->groups.count; g++)
			if (multicast_join(b->fds[i], cfg->groups.items[g],
				run->tap, err) < 0)
				return -1;
	}
	return 0;
}

/* A socket at the address of a group gets what others of this host joined. */
static void warn_of_groups(const struct binding *b, const struct run *run)
{
	struct error why = ERROR_NONE;
	char host[ADDRESS_TEXT];

	if (run->cfg->groups.count > 0)
		return;
	for (size_t i = 0; i < b->addresses.count; i++) {
		const struct address *a = &b->addresses.items[i];
		if (!multicast_is(a))
			continue;
		address_host(host, a);
		error_set(&why, FAULT_UNMET,
		    "%s is a group that was not joined: its datagrams may not "
		    "come; to join it: --join %s",
		    host, host);
		tap_tell(run->tap,
		    &(struct tap_event){ .kind = TAP_WARNING, .error = &why });
		return;
	}
}

/* Looks up the sender of --from. Returns 0 with nothing found if all senders
 * are allowed. */
static int find_sender(
    const struct run *run, struct lookup_result *found, struct error *err)
{
	const struct config *cfg = run->cfg;
	const char *operands[] = { cfg->from, NULL };
	struct endpoint from;

	*found = (struct lookup_result){ 0 };
	if (!cfg->from)
		return 0;
	if (endpoint_parse(operands, &from_rules, &from, err) < 0)
		return -1;
	struct lookup_opts opts = {
		.host = from.host,
		.port = from.port,
		.family = cfg->family,
		.type = SOCK_DGRAM,
		.numeric = cfg->numeric,
		.deadline = run->deadline,
		.tap = run->tap,
	};
	int result = lookup_run(&opts, found, err);
	endpoint_free(&from);
	return result;
}

static int receive(const struct run *run, const struct spec *where,
    const struct binding *b, struct error *err)
{
	struct lookup_result from;
	struct datagram_receiver receiver = {
		.fds = b->fds,
		.bound = &b->addresses,
		.has_free_port = b->has_free_port,
		.is_inherited = where->fd >= 0,
		.room = DATAGRAMS_UDP_ROOM,
	};

	if (prepare_sockets(b, run, &receiver, err) < 0 ||
	    find_sender(run, &from, err) < 0)
		return -1;
	if (!receiver.is_inherited)
		warn_of_groups(b, run);
	if (from.addresses.count)
		receiver.from = &from.addresses;
	int result = datagrams_receive(run, &receiver, err);
	lookup_free(&from);
	return result;
}

/* Refuses options with --peek that need more than the first datagram, or do
 * more than print it. */
static int check_peek(
    const struct config *cfg, const struct spec *where, struct error *err)
{
	const struct choice others[] = {
		{ cfg->count > 1, "--count" },
		{ cfg->bytes, "--bytes" },
		{ cfg->until.bytes, "--until" },
		{ cfg->end_empty, "--end-empty" },
		{ cfg->from, "--from" },
		{ cfg->strict, "--strict" },
		{ cfg->reply.bytes, "--reply" },
		{ cfg->echo, "--echo" },
		{ cfg->groups.count, "--join" },
		{ cfg->during, "--during" },
	};

	if (!cfg->peeks)
		return 0;
	const char *other = CHOICE_FIRST(others);
	if (other)
		return error_set(err, FAULT_USAGE,
		    "--peek and %s contradict each other: one datagram is "
		    "printed, and stays where it is",
		    other);
	if (where->fd >= 0)
		return 0;
	error_set(err, FAULT_USAGE,
	    "--peek is for a socket that is inherited: one of genet's own is "
	    "closed at the end, with all its datagrams");
	return error_hint(err, "give its descriptor, such as fd:3");
}

/* Takes over a socket, or opens those of the address. */
static int open_sockets(struct binding *b, const struct run *run,
    const struct spec *where, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct binding_opts opts = listen_options_binding(
	    run, SOCK_DGRAM, where->endpoint.host, where->endpoint.port);

	opts.family = choose_family(cfg);
	opts.shared = cfg->groups.count > 0;
	if (where->fd < 0)
		return binding_open(b, &opts, err);
	if (cfg->sockopts.reuse_port)
		return error_set(err, FAULT_USAGE,
		    "--reuse-port has no effect with a socket that is "
		    "inherited");
	return binding_inherit(b, where->fd, &cfg->sockopts, run->tap, err);
}

static int udp_recv_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec where;
	struct binding binding;

	if (datagrams_check_receiving(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &where, err) < 0)
		return -1;
	int result = check_peek(cfg, &where, err);
	if (result == 0)
		result = open_sockets(&binding, run, &where, err);
	if (result == 0) {
		result = receive(run, &where, &binding, err);
		binding_close(&binding);
	}
	spec_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_datagrams_in,
	&option_group_watching,
	&option_group_output,
	&option_group_udp_in,
	&option_group_peek,
	&option_group_running,
	&option_group_ready,
	&option_group_address,
	&option_group_ip,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_udp_recv = {
	.name = "udp-recv",
	.operands = "[HOST] PORT",
	.summary = "Print the UDP datagrams that arrive",
	.examples =
	    "  genet udp-recv 127.0.0.1 8125 --format lines\n"
	    "  genet udp-recv --count 3 --timeout 5s 127.0.0.1:0 --ready-file "
	    "port\n"
	    "  genet udp-recv --join 239.1.2.3%eth0 5000 --format json\n",
	.statuses = "0 all that was waited for has arrived, 1 local file or "
		    "output, 2 usage, 3 name not resolved, 6 cannot bind, 8 "
		    "datagrams were dropped (--strict) or too few came "
		    "(--during, --for) or none as expected, 11 not in this "
		    "kernel, 124 timed out, 126 the "
		    "program cannot be run, 127 it was not found",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 2,
	.run = udp_recv_run,
};
