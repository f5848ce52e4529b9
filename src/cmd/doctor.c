/* SPDX-License-Identifier: MIT */
/* doctor: why an address does not answer. */
#include "doctor/doctor.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "args/url.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "cmd/command.h"
#include "work/confine.h"

#define USUAL_LIMIT (15 * CLOCK_SECOND)

static const struct spec_rules rules = {
	.command = "doctor",
	.usage = "genet doctor HOST:PORT",
	.example = "genet doctor localhost:80",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_BIT(SPEC_TCP) | SPEC_BIT(SPEC_TLS) | SPEC_BIT(SPEC_UDP) |
	         SPEC_UNIX_KINDS,
	.words = SPEC_TWO_WORDS,
};

static struct doctor_opts make_opts(const struct run *run, const struct spec *s)
{
	const struct config *cfg = run->cfg;

	return (struct doctor_opts){
		.target = {
			.name = s->name,
			.host = s->endpoint.host,
			.port = s->endpoint.port,
			.unix_address = s->address,
			.type = s->kind == SPEC_UNIX ? 0 : spec_type(s),
			.wants_tls = s->kind == SPEC_TLS,
			.tls_ca = cfg->tls.ca,
			.tls_name = cfg->tls.name,
		},
		.family = cfg->family,
		.numeric = cfg->numeric,
		.deadline = cfg->timeout_us == CLOCK_NEVER
		                ? clock_after(USUAL_LIMIT)
		                : run->deadline,
		.tap = run->tap,
		.is_silent = cfg->watching.json,
		.is_brief = cfg->quiet,
		.color = (enum palette_when)cfg->color,
	};
}

/* What a URL leads to, as an address. Returns it, allocated; or NULL with err
 * filled. */
static char *read_url(const char *word, struct error *err)
{
	struct url url = url_split(word);
	bool is_bare = strchr(url.host, ':');
	const char *kind = strncasecmp(word, "udp:", 4) == 0 ? "udp:"
	                   : strncasecmp(word, "tls:", 4) == 0 || url.is_secure
	                       ? "tls:"
	                       : "";
	char *address = NULL;

	if (!*url.host || !url.port) {
		error_set(err, FAULT_USAGE, "'%s' names no %s", word,
		    *url.host ? "port, and its scheme is not known" : "host");
		error_hint(err, "write the address: %s", rules.usage);
	} else
		address = xasprintf("%s%s%s%s:%s", kind, is_bare ? "[" : "",
		    url.host, is_bare ? "]" : "", url.port);
	url_free(&url);
	return address;
}

static int read_target(
    const struct config *cfg, struct spec *out, struct error *err)
{
	const char *word = cfg->operands[0];

	if (!url_is(word) || cfg->operand_count > 1)
		return spec_parse(cfg->operands, &rules, out, err);
	char *address = read_url(word, err);
	if (!address)
		return -1;
	int result =
	    spec_parse((const char *[]){ address, NULL }, &rules, out, err);
	free(address);
	return result;
}

static int doctor_command_run(const struct run *run, struct error *err)
{
	struct spec target;

	if (read_target(run->cfg, &target, err) < 0)
		return -1;
	struct doctor_opts opts = make_opts(run, &target);
	int result = confine_asking(run, err);
	if (result == 0)
		result = doctor_run(&opts, err);
	spec_free(&target);
	return result;
}

static const struct option_group *const groups[] = {
	&option_group_doctor,
	&option_group_address,
	&option_group_reports,
	&option_group_sandbox,
	NULL,
};

const struct command cmd_doctor = {
	.name = "doctor",
	.operands = "ADDRESS",
	.summary = "Find out why an address does not answer",
	.examples = "  genet doctor localhost:8080\n"
		    "  genet doctor tls:example.test:443\n"
		    "  genet doctor unix:/run/app.sock\n"
		    "  genet doctor listen 8080       the other end: can a "
		    "server listen?\n",
	.statuses = "0 the address answers, 1 local failure, 2 usage, 8 the "
		    "address does not answer, 11 no TLS in this build",
	.options = groups,
	.addresses = &rules,
	.min_operands = 1,
	.max_operands = 2,
	.is_report = true,
	.run = doctor_command_run,
};
