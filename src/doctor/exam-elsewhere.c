/* SPDX-License-Identifier: MIT */
/* The step "name" again, when no address has accepted a connection: is the name
 * the reason? If DNS, or another server, has other addresses for the name, one
 * of which accepts connections, it is. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "doctor/exam.h"
#include "doctor/name-words.h"
#include "probe/look/port-look.h"

/* So many addresses are tried, and each for this long. */
#define TRIED_MOST 2
#define TRY_LIMIT CLOCK_SECOND

/* The address that accepts, and the server that has it. */
struct elsewhere {
	unsigned tried;
	struct address open; /* len 0: none */
	const struct name_server *server;
};

static bool is_used(const struct examination *x, const struct address *a)
{
	for (size_t i = 0; i < x->name.addresses.count; i++)
		if (address_is_same_host(&x->name.addresses.items[i], a))
			return true;
	return false;
}

static int try(struct examination *x, const struct address *a,
    const struct name_server *s, struct elsewhere *out, struct error *err)
{
	struct port_look_opts opts = {
		.look = { .deadline = exam_deadline(x, TRY_LIMIT),
		    .tap = x->opts->tap },
		.try_timeout_us = TRY_LIMIT,
		.type = SOCK_STREAM,
	};
	struct address to = *a;
	char text[ADDRESS_TEXT], server[ADDRESS_TEXT];
	struct port_facts facts;

	address_set_port(&to, address_port(&x->name.addresses.items[0]));
	out->tried++;
	if (port_look(&to, &opts, &facts, err) < 0)
		return -1;
	bool is_open = facts.tries[0].result == PORT_OPEN;
	exam_say(x, is_open ? EXAM_NOTABLE : EXAM_WRONG, facts.tries[0].took_us,
	    "%s, which name server %s has, %s connections",
	    address_text(text, &to), address_host(server, &s->address),
	    is_open ? "accepts" : "does not accept");
	if (is_open) {
		out->open = to;
		out->server = s;
	}
	return 0;
}

static int try_all(
    struct examination *x, struct elsewhere *out, struct error *err)
{
	const struct name_servers *servers = &x->name.servers;
	int family = x->opts->family;

	for (unsigned i = 0; i < servers->count; i++) {
		const struct name_server *s = &servers->items[i];
		for (size_t k = 0; k < s->found.count; k++) {
			const struct address *a = &s->found.items[k];
			if (is_used(x, a) || out->tried == TRIED_MOST ||
			    (family && address_family(a) != family))
				continue;
			if (try(x, a, s, out, err) < 0)
				return -1;
			if (out->open.len > 0)
				return 0;
		}
	}
	return 0;
}

static void conclude_override(
    struct examination *x, const struct elsewhere *there)
{
	const struct hosts_entry *hosts = &x->name.hosts;
	char to[ADDRESS_TEXT], server[ADDRESS_TEXT];
	char *used = name_words_addresses(&hosts->found);

	findings_drop(&x->findings, "name-hosts-override");
	findings_add(&x->findings, RANK_PROVEN, "name-hosts-override",
	    "line %u of %s has %s for %s, but by name server %s the name is "
	    "that of another host, and %s accepts connections",
	    hosts->line, HOSTS_FILE, used, x->opts->target.host,
	    address_host(server, &there->server->address),
	    address_text(to, &there->open));
	findings_advise(&x->findings,
	    "if the name has moved, remove line %u of %s", hosts->line,
	    HOSTS_FILE);
	free(used);
}

static void conclude_difference(
    struct examination *x, const struct elsewhere *there)
{
	char to[ADDRESS_TEXT], server[ADDRESS_TEXT];
	char *used = name_words_addresses(&x->name.addresses);

	findings_drop(&x->findings, "name-servers-differ");
	findings_add(&x->findings, RANK_PROVEN, "name-servers-differ",
	    "the name servers of this host differ: clients are given %s, but "
	    "by name server %s the name is that of another host, and %s "
	    "accepts connections",
	    used, address_host(server, &there->server->address),
	    address_text(to, &there->open));
	findings_advise(&x->findings,
	    "find out which server is right, and remove the other one from %s",
	    RESOLV_CONF);
	free(used);
}

/* Octal and hexadecimal numbers are hardly ever meant. */
static bool has_odd_number(const char *host)
{
	for (const char *at = host; at; at = strchr(at, '.')) {
		at += *at == '.';
		if (at[0] == '0' && at[1] && at[1] != '.')
			return true;
	}
	return false;
}

static enum step_result examine(struct examination *x, struct error *err)
{
	const struct name_facts *f = &x->name;
	struct elsewhere there = { 0 };

	if (x->open || x->opts->target.type == SOCK_DGRAM)
		return STEP_NEXT;
	if (f->is_disguised && has_odd_number(x->opts->target.host))
		findings_raise(&x->findings, "name-disguised", RANK_PROVEN);
	if (findings_have(&x->findings, "name-sinkhole")) {
		findings_raise(&x->findings, "name-sinkhole", RANK_PROVEN);
		return address_is_any(&f->addresses.items[0]) ? STEP_LAST
		                                              : STEP_NEXT;
	}
	bool is_override = name_is_by_hosts(f);
	if (!is_override && !name_source(f))
		return STEP_NEXT;
	if (try_all(x, &there, err) < 0)
		return STEP_FAILED;
	if (there.open.len > 0)
		(is_override ? conclude_override : conclude_difference)(
		    x, &there);
	return STEP_NEXT;
}

const struct exam_step exam_elsewhere = { "name", examine };
