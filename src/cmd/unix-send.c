/* SPDX-License-Identifier: MIT */
/* unix send: send the input as datagrams to a Unix socket. */
#include <sys/socket.h>
#include <unistd.h>

#include "cmd/command.h"
#include "net/dial/unix-dial.h"
#include "relay/framing.h"
#include "sys/backend.h"
#include "work/datagrams.h"

static const struct spec_rules rules = {
	.command = "unix send",
	.role = SPEC_DIALS,
	.usual = SPEC_UNIX_DGRAM,
	.kinds = SPEC_BIT(SPEC_UNIX) | SPEC_BIT(SPEC_UNIX_DGRAM),
};

static int send_to(
    const struct run *run, const struct spec *target, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct unix_dial_opts opts = {
		.address = &target->address,
		.type = SOCK_DGRAM,
		.retry = {
			.connect_timeout_us = cfg->timeout_us,
			.deadline = run->deadline,
			.retry_for_us = CLOCK_NEVER,
			.tap = run->tap,
		},
	};
	char name[ADDRESS_TEXT];
	struct datagram_sender sender = {
		.name = address_text(name, &target->address),
		.whole_read = FRAMING_MAX,
		.room = DATAGRAMS_UNIX_ROOM,
	};
	struct connection connection;

	if (dial_run(unix_dial(&opts), &connection, err) < 0)
		return -1;
	connection_tell(&connection, run->tap);
	sender.fd = connection.fd;
	int result = datagrams_send(run, &sender, err);
	close(sender.fd);
	return result;
}

static int unix_send_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec target;

	if (datagrams_check_sending(cfg, err) < 0 ||
	    spec_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result =
	    cfg->replies && !backend_has_abstract_names
		? backend_lacks("--reply to a socket without a file", err)
		: send_to(run, &target, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_datagrams_out,
	&option_group_watching,
	&option_group_answers,
	&option_group_output,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_unix_send = {
	.name = "unix send",
	.operands = "PATH",
	.summary = "Send standard input as datagrams to a Unix socket",
	.manual = "genet-unix",
	.examples =
	    "  genet unix send /run/app.socket --data 'reload'\n"
	    "  genet unix send --lines @log < messages\n"
	    "  genet unix send ./socket --data ping --reply --timeout 1s\n",
	.statuses =
	    "0 all sent (with --reply: answered), 1 local file or "
	    "datagram too long, 2 usage, 4 nothing receives, 5 no "
	    "permission to send, 8 too few answers or none as expected, 124 "
	    "timed out",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_send_run,
};
