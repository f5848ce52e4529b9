/* SPDX-License-Identifier: MIT */
/* Name servers of which none has said whether a name exists. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "doctor/name-judge.h"
#include "doctor/name-words.h"

/* The silence of a server within less than this says little. */
#define SHORT (CLOCK_SECOND / 2)

/* Without a line in the file, this host is asked, where no server is. */
static void add_none(struct examination *x)
{
	const struct resolv_conf *conf = &x->name.resolv;

	if (conf->error)
		findings_add(&x->findings, RANK_PROVEN, "name-no-servers",
		    "no name server is known: %s: %s", RESOLV_CONF,
		    sysno_phrase(conf->error));
	else if (conf->bad_line)
		findings_add(&x->findings, RANK_PROVEN, "name-no-servers",
		    "no name server is known: line %u of %s has no valid "
		    "address",
		    conf->bad_line, RESOLV_CONF);
	else
		findings_add(&x->findings, RANK_PROVEN, "name-no-servers",
		    "no name server is known: %s has no line 'nameserver'",
		    RESOLV_CONF);
	findings_advise(&x->findings,
	    "add a line 'nameserver ADDRESS' to %s, or repair what writes the "
	    "file: systemctl status systemd-resolved NetworkManager",
	    RESOLV_CONF);
}

static int first_error(const struct name_servers *servers)
{
	for (unsigned i = 0; i < servers->count; i++)
		if (servers->items[i].error)
			return servers->items[i].error;
	return 0;
}

static void add_unreachable(struct examination *x, const char *who)
{
	const struct name_servers *servers = &x->name.servers;

	findings_add(&x->findings, RANK_PROVEN, "name-servers-unreachable",
	    "%s cannot be asked: %s", who, sysno_phrase(first_error(servers)));
	if (address_is_loopback(&servers->items[0].address))
		findings_advise(&x->findings,
		    "start the name server of this host: systemctl status "
		    "systemd-resolved dnsmasq; or name another one in %s",
		    RESOLV_CONF);
	else
		findings_advise(&x->findings,
		    "check the way to the server: ip route; or name another "
		    "one in %s",
		    RESOLV_CONF);
}

static void add_silent(struct examination *x, const char *who)
{
	char server[ADDRESS_TEXT];

	findings_add(&x->findings, RANK_PROVEN, "name-servers-silent",
	    "%s gives no answer", who);
	if (x->name.servers.items[0].took_us < SHORT) {
		findings_advise(&x->findings,
		    "the server had little time: give it more by --timeout, or "
		    "leave that out");
		return;
	}
	findings_advise(&x->findings,
	    "check the way to the server, and whether a firewall drops UDP "
	    "port 53: genet doctor udp:%s; or name another one in %s",
	    address_text(server, &x->name.servers.items[0].address),
	    RESOLV_CONF);
}

static void add_failing(struct examination *x, const char *who, const char *how)
{
	findings_add(
	    &x->findings, RANK_PROVEN, "name-servers-fail", "%s %s", who, how);
	findings_advise(&x->findings,
	    "the fault is that of the server, which may lack its own way to "
	    "DNS: ask its administrator, or name another one in %s",
	    RESOLV_CONF);
}

bool name_judge_servers(struct examination *x)
{
	static const struct {
		enum dns_answer answer;
		const char *how;
	} kinds[] = {
		{ DNS_SILENT, NULL },
		{ DNS_UNREACHABLE, NULL },
		{ DNS_REFERS, "points to other servers instead of asking them "
			      "(no recursion)" },
		{ DNS_REFUSES, "refuses to answer (REFUSED)" },
		{ DNS_FAILS, "cannot answer (SERVFAIL or the like)" },
		{ DNS_RUBBISH, "sends what is no answer" },
	};
	bool has_any = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *who = name_words_servers(
		    &x->name.servers, kinds[i].answer, x->opts->family);
		if (!who)
			continue;
		has_any = true;
		if (kinds[i].answer == DNS_UNREACHABLE &&
		    !x->name.resolv.has_servers)
			add_none(x);
		else if (kinds[i].answer == DNS_UNREACHABLE)
			add_unreachable(x, who);
		else if (kinds[i].answer == DNS_SILENT)
			add_silent(x, who);
		else
			add_failing(x, who, kinds[i].how);
		free(who);
	}
	return has_any;
}

/* The server that has answered for one family, and is silent for the other one,
 * if both are asked for; NULL: there is none. */
static const struct name_server *find_half(const struct examination *x)
{
	const struct name_servers *s = &x->name.servers;

	for (unsigned i = 0; x->opts->family == AF_UNSPEC && i < s->count;
	     i++) {
		const struct name_server *one = &s->items[i];
		if ((one->ipv4 == DNS_ADDRESSES && one->ipv6 == DNS_SILENT) ||
		    (one->ipv6 == DNS_ADDRESSES && one->ipv4 == DNS_SILENT))
			return one;
	}
	return NULL;
}

bool name_judge_half(struct examination *x)
{
	const struct name_server *half = find_half(x);
	bool is_ipv4 = half && half->ipv4 == DNS_ADDRESSES;
	char server[ADDRESS_TEXT];

	if (!half)
		return false;
	findings_add(&x->findings, RANK_LIKELY, "name-servers-half",
	    "name server %s answers questions for %s addresses, and not those "
	    "for %s ones, for which the C library waits",
	    address_host(server, &half->address), is_ipv4 ? "IPv4" : "IPv6",
	    is_ipv4 ? "IPv6" : "IPv4");
	findings_advise(&x->findings,
	    "ask for one family only: %s; and have the server mended, or what "
	    "drops its answers",
	    is_ipv4 ? "-4" : "-6");
	return true;
}
