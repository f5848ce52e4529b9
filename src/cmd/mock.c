/* SPDX-License-Identifier: MIT */
/* mock: play the server of dialogues, and check the clients. */
#include <limits.h>

#include "cmd/command.h"
#include "work/playing/mocking.h"

static const struct spec_rules rules = {
	.command = "mock",
	.usage = "genet mock ADDRESS FILE [NAME...]",
	.example = "genet mock 127.0.0.1:8080 http.dialogue",
	.role = SPEC_LISTENS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS & ~SPEC_PROXY_KINDS,
	.words = SPEC_ONE_WORD,
};

static int mock_run(const struct run *run, struct error *err)
{
	struct spec where;

	if (spec_parse(run->cfg->operands, &rules, &where, err) < 0)
		return -1;
	int result = mocking(run, &where, err);
	spec_free(&where);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_dialogue,
	&option_group_mock,
	&option_group_watching,
	&option_group_recording,
	&option_group_forwarding,
	&option_group_running,
	&option_group_ranges,
	&option_group_sharing,
	&option_group_socket_file,
	&option_group_ready,
	&option_group_address,
	&option_group_tcp,
	&option_group_tls_own,
	&option_group_tls_server,
	&option_group_reports,
	&option_group_privileges,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_mock = {
	.name = "mock",
	.operands = "ADDRESS FILE [NAME...]",
	.summary = "Play the server of dialogues, and check the clients",
	.examples =
	    "  genet mock 127.0.0.1:8080 http.dialogue    for any number of "
	    "clients\n"
	    "  genet mock 127.0.0.1:0 smtp.dialogue --once --during -- ./test\n"
	    "  genet mock tls:localhost:465 smtp.dialogue --tls-cert "
	    "cert.pem\n"
	    "  genet mock udp:127.0.0.1:123 ntp.dialogue --strict --for 10s\n",
	.statuses = "0 ended as asked, 1 local failure, 2 usage or a mistake "
		    "in the file, 3 name not resolved, 6 cannot listen, 7 "
		    "connection lost, 8 a client did not keep to a dialogue, "
		    "or none came, 9 TLS, 10 no PROXY header, 11 not in this "
		    "kernel, 124 timed out; with --during that of the program",
	.options = groups,
	.addresses = &rules,
	.min_operands = 2,
	.max_operands = INT_MAX,
	.run = mock_run,
};
