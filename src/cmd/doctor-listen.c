/* SPDX-License-Identifier: MIT */
/* doctor listen: whether a server can listen on an address. */
#include "base/clock.h"
#include "cmd/command.h"
#include "doctor/doctor.h"
#include "work/confine.h"

/* What an examination may take but for the wait. */
#define USUAL_LIMIT (15 * CLOCK_SECOND)

static const struct spec_rules rules = {
	.command = "doctor listen",
	.usage = "genet doctor listen [HOST] PORT",
	.example = "genet doctor listen 8080",
	.role = SPEC_LISTENS,
	.usual = SPEC_TCP,
	.kinds = SPEC_BIT(SPEC_TCP),
	.words = SPEC_TWO_WORDS,
};

static int doctor_listen_run(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct spec target;

	if (spec_parse(cfg->operands, &rules, &target, err) < 0)
		return -1;
	const struct doctor_opts opts = {
		.target = {
			.name = target.name,
			.host = target.endpoint.host,
			.port = target.endpoint.port,
			.type = SOCK_STREAM,
		},
		.family = cfg->family,
		.numeric = cfg->numeric,
		.deadline = cfg->wait_us >= CLOCK_NEVER - USUAL_LIMIT
		                ? CLOCK_NEVER
		                : clock_after(cfg->wait_us + USUAL_LIMIT),
		.wait_us = cfg->wait_us,
		.tap = run->tap,
		.is_silent = cfg->watching.json,
		.is_brief = cfg->quiet,
		.color = (enum palette_when)cfg->color,
	};
	int result = confine_asking(run, err);
	if (result == 0)
		result = doctor_listen(&opts, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_doctor_listen,
	&option_group_address,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_doctor_listen = {
	.name = "doctor listen",
	.operands = "[HOST] PORT",
	.summary = "Find out whether a server can listen, and who reaches it",
	.manual = "genet-doctor",
	.examples = "  genet doctor listen 8080\n"
		    "  genet doctor listen 192.0.2.1 443\n"
		    "  genet doctor listen 8080 --wait 1m\n",
	.statuses = "0 a server can listen, and a client has come if one was "
		    "waited for, 1 local failure, 2 usage, 8 it cannot, or no "
		    "client has come",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 2,
	.is_report = true,
	.run = doctor_listen_run,
};
