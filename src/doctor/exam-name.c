/* SPDX-License-Identifier: MIT */
/* The step "name": what the name of the target stands for, and who says so. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "doctor/exam.h"
#include "doctor/name-judge.h"
#include "doctor/name-words.h"

/* For the answers of one name server: a client waits longer, but one that takes
 * as long has a fault anyway. */
#define SERVER_TIMEOUT (3 * CLOCK_SECOND / 2)

/* For the C library, if no server answers. It waits for five seconds, and then
 * begins anew. */
#define LOOKUP_TIMEOUT (6 * CLOCK_SECOND)

/* Of the addresses of a name. */
#define ADDRESSES_MOST 8

static void say_source(struct examination *x, const char *found)
{
	const struct name_facts *f = &x->name;
	const char *host = x->opts->target.host;
	const struct name_server *s = name_source(f);
	char server[ADDRESS_TEXT];

	if (name_is_by_hosts(f))
		exam_say(x, EXAM_WELL, f->took_us, "%s is %s, by %s, line %u",
		    host, found, HOSTS_FILE, f->hosts.line);
	else if (!s)
		exam_say(x, EXAM_WELL, f->took_us,
		    "%s is %s, by the C library (%s)", host, found,
		    f->sources.words);
	else
		exam_say(x, EXAM_WELL, f->took_us,
		    "%s is %s, by name server %s%s%s", host, found,
		    address_host(server, &s->address),
		    strcmp(s->asked, host) == 0 ? "" : ", which has it as ",
		    strcmp(s->asked, host) == 0 ? "" : s->asked);
}

static void say_known(struct examination *x)
{
	const struct name_facts *f = &x->name;
	const char *host = x->opts->target.host;
	char *found = name_words_addresses(&f->addresses);

	if (f->is_disguised)
		exam_say(x, EXAM_NOTABLE, -1, "%s is read as the address %s",
		    host, found);
	else if (f->is_literal)
		exam_say(x, EXAM_WELL, -1,
		    "%s is an address: no name is "
		    "looked up",
		    found);
	else
		say_source(x, found);
	free(found);
}

/* Whether the answer of a server is worth a line. */
static bool is_notable(const struct examination *x, const struct name_server *s)
{
	const struct name_facts *f = &x->name;
	enum dns_answer said = name_server_said(s, x->opts->family);
	bool has_answer = said == DNS_ADDRESSES;

	/* What can be no name cannot be asked for. */
	if (said == DNS_NOT_ASKED && name_judge_shape(x->opts->target.host))
		return false;
	if (!f->is_known)
		return true;
	if (name_is_by_hosts(f) && !has_answer)
		return false;
	for (size_t i = 0; i < s->found.count; i++)
		for (size_t k = 0; k < f->addresses.count; k++)
			if (address_is_same_host(
				&s->found.items[i], &f->addresses.items[k]))
				return false;
	return true;
}

/* Without the file of the servers, and without a socket, nobody was asked. */
static void say_servers(struct examination *x)
{
	const struct name_servers *servers = &x->name.servers;
	int starved = name_words_starved(&x->name);
	int family = x->opts->family;

	if (starved && x->name.is_known)
		return;
	if (starved) {
		exam_say(x, EXAM_UNKNOWN, -1, "no name server can be asked: %s",
		    sysno_phrase(starved));
		return;
	}
	for (unsigned i = 0; i < servers->count; i++) {
		const struct name_server *s = &servers->items[i];
		enum dns_answer said = name_server_said(s, family);
		char host[ADDRESS_TEXT];
		if (!is_notable(x, s))
			continue;
		char *answer = name_words_answer(s, family);
		exam_say(x,
		    x->name.is_known || said == DNS_ADDRESSES ? EXAM_NOTABLE
							      : EXAM_WRONG,
		    said > DNS_SILENT ? s->took_us : -1, "name server %s: %s",
		    address_host(host, &s->address), answer);
		free(answer);
	}
}

/* Of the files of this host, where they have to do with the answer. */
static void say_files(struct examination *x)
{
	const struct name_facts *f = &x->name;
	const struct resolv_conf *conf = &f->resolv;

	if (f->servers.count == 0 || name_is_by_hosts(f) ||
	    name_words_starved(f))
		return;
	if (!f->sources.asks_dns)
		exam_say(x, EXAM_NOTABLE, -1,
		    "names are looked up by '%s', not in DNS "
		    "(/etc/nsswitch.conf)",
		    f->sources.words);
	if (conf->error)
		exam_say(x, EXAM_NOTABLE, -1, "%s: %s", RESOLV_CONF,
		    sysno_phrase(conf->error));
	if (conf->bad_line)
		exam_say(x, EXAM_NOTABLE, -1,
		    "%s, line %u: no valid address of a name server",
		    RESOLV_CONF, conf->bad_line);
}

/* Each address has its share of the time, which must be enough for a try. */
static void leave_out(struct examination *x)
{
	struct address_list *found = &x->name.addresses;

	if (found->count <= ADDRESSES_MOST)
		return;
	exam_say(x, EXAM_NOTABLE, -1,
	    "of the %zu addresses, the first %d are looked at", found->count,
	    ADDRESSES_MOST);
	found->count = ADDRESSES_MOST;
}

static enum step_result make_name(struct examination *x, struct error *err)
{
	const struct doctor_target *t = &x->opts->target;
	struct name_facts *f = &x->name;
	struct name_look_opts opts = {
		.look = { .deadline = x->opts->deadline, .tap = x->opts->tap },
		.host = t->host,
		.port = t->port,
		.family = x->opts->family,
		.type = t->type,
		.numeric = x->opts->numeric,
		.server_timeout_us = SERVER_TIMEOUT,
		.lookup_timeout_us = LOOKUP_TIMEOUT,
	};

	if (name_look(&opts, f, err) < 0)
		return STEP_FAILED;
	if (f->is_known)
		say_known(x);
	else
		exam_say(x, EXAM_WRONG, f->took_us, "%s", f->failure.text);
	say_servers(x);
	say_files(x);
	if (f->is_known)
		name_judge_known(x);
	else
		name_judge_unknown(x);
	leave_out(x);
	return f->is_known ? STEP_NEXT : STEP_LAST;
}

const struct exam_step exam_name = { "name", make_name };
