/* SPDX-License-Identifier: MIT */
/* talk: play the client of dialogues, and check the server. */
#include <limits.h>

#include "cmd/command.h"
#include "work/playing/talking.h"

static const struct spec_rules rules = {
	.command = "talk",
	.usage = "genet talk ADDRESS FILE [NAME...]",
	.example = "genet talk example.test:25 smtp.dialogue",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS & ~(SPEC_PROXY_KINDS | SPEC_BIT(SPEC_STDIO)),
	.words = SPEC_ONE_WORD,
};

static int talk_run(const struct run *run, struct error *err)
{
	struct spec target;

	if (spec_parse(run->cfg->operands, &rules, &target, err) < 0)
		return -1;
	int result = talking(run, &target, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_dialogue,
	&option_group_talk,
	&option_group_watching,
	&option_group_recording,
	&option_group_retry,
	&option_group_address,
	&option_group_source,
	&option_group_proxy,
	&option_group_proxy_header,
	&option_group_tcp,
	&option_group_tls_own,
	&option_group_tls_client,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_talk = {
	.name = "talk",
	.operands = "ADDRESS FILE [NAME...]",
	.summary = "Play the client of dialogues, and check the server",
	.examples =
	    "  genet talk localhost:25 smtp.dialogue      all dialogues of the "
	    "file\n"
	    "  genet talk tls:mail.test:465 smtp.dialogue greeting\n"
	    "  genet talk unix:/run/app.sock app.dialogue --jobs 8 --format "
	    "tap\n"
	    "  genet talk udp:ntp.test:123 ntp.dialogue --set id=7\n",
	.statuses = "0 all dialogues passed, 1 local failure, 2 usage or a "
		    "mistake in the file, 3 name not resolved, 4 refused, 5 "
		    "unreachable, 6 source address, 7 connection lost, 8 the "
		    "server did not keep to a dialogue, 9 TLS failed, 10 "
		    "refused by a proxy, 11 not in this kernel or build, 124 "
		    "timed out",
	.options = groups,
	.addresses = &rules,
	.min_operands = 2,
	.max_operands = INT_MAX,
	.is_report = true,
	.run = talk_run,
};
