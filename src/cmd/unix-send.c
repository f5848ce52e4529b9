/* SPDX-License-Identifier: MIT */
/* unix send: send the input as datagrams to a Unix socket. */
#include <sys/socket.h>
#include <unistd.h>

#include "cmd/command.h"
#include "net/address/unix-address.h"
#include "net/dial/unix-dial.h"
#include "relay/framing.h"
#include "work/datagrams.h"

static int unix_send_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct address where;
	char name[ADDRESS_TEXT];

	if (datagrams_check_sending(cfg, err) < 0 ||
	    unix_address_parse(cfg->operands[0], &where, err) < 0)
		return -1;
	struct datagram_sender sender = {
		.name = address_text(name, &where),
		.whole_read = FRAMING_MAX,
		.room = DATAGRAMS_UNIX_ROOM,
	};
	struct unix_dial_opts opts = {
		.address = &where,
		.type = SOCK_DGRAM,
		.retry = {
			.connect_timeout_us = cfg->timeout_us,
			.deadline = run->deadline,
			.retry_for_us = CLOCK_NEVER,
			.tap = run->tap,
		},
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

static const struct option_group *const groups[] = {
	&option_group_datagrams_out,
	&option_group_watching,
	&option_group_answers,
	&option_group_output,
	&option_group_reports,
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
	.min_operands = 1,
	.max_operands = 1,
	.run = unix_send_run,
};
