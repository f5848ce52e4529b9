/* SPDX-License-Identifier: MIT */
/* Why a name is not known. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/sysno.h"
#include "base/text.h"
#include "doctor/name-judge.h"
#include "doctor/name-words.h"

#define NSSWITCH "/etc/nsswitch.conf"

static const char *host_of(const struct examination *x)
{
	return x->opts->target.host;
}

static bool any_said(const struct examination *x, enum dns_answer answer)
{
	const struct name_servers *s = &x->name.servers;

	for (unsigned i = 0; i < s->count; i++)
		if (name_server_said(&s->items[i], x->opts->family) == answer)
			return true;
	return false;
}

/* A server has said whether the name exists. */
static bool is_certain(const struct examination *x)
{
	return any_said(x, DNS_UNKNOWN) || any_said(x, DNS_NO_ADDRESS) ||
	       any_said(x, DNS_ADDRESSES);
}

static char *servers_with(const struct examination *x, enum dns_answer answer)
{
	return name_words_servers(&x->name.servers, answer, x->opts->family);
}

/* Each explanation adds findings if it is one, and says whether it is. */

static bool is_service(struct examination *x)
{
	const char *port = x->opts->target.port;

	if (x->name.failure.hint.code != HINT_SERVICE_UNKNOWN)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-service-unknown",
	    "no service has the name '%s', so there is no port", port);
	findings_advise(&x->findings,
	    "give the number of the port; the names are in /etc/services");
	return true;
}

static bool is_numeric(struct examination *x)
{
	if (!x->opts->numeric || x->name.is_literal)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-numeric",
	    "'%s' is no address, and names are not to be looked up",
	    host_of(x));
	findings_advise(
	    &x->findings, "leave out --numeric, or give an address");
	return true;
}

static bool is_other_literal(struct examination *x)
{
	if (!x->name.is_literal || x->opts->family == AF_UNSPEC)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-other-family",
	    "%s is no %s, and only such are to be tried", host_of(x),
	    name_words_family(x->opts->family));
	findings_advise(&x->findings, "leave out %s",
	    x->opts->family == AF_INET ? "--ipv4" : "--ipv6");
	return true;
}

static bool lacks_interface(struct examination *x)
{
	const char *scope = strchr(host_of(x), '%');

	if (!x->name.is_literal || !scope)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-no-interface",
	    "there is no network interface '%s'", scope + 1);
	findings_advise(&x->findings, "see which there are: ip link");
	return true;
}

static bool is_misshapen(struct examination *x)
{
	const char *problem = name_judge_shape(host_of(x));

	if (!problem || any_said(x, DNS_ADDRESSES))
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-malformed",
	    "'%s' cannot be the name of a host: %s", host_of(x), problem);
	if (strstr(problem, "ASCII"))
		findings_advise(&x->findings,
		    "give its form in ASCII, which begins with xn--, as "
		    "printed by: idn2 NAME");
	else
		findings_advise(&x->findings, "correct the name");
	return true;
}

static bool has_last_dot(struct examination *x)
{
	const struct name_facts *f = &x->name;

	if (f->hosts.line || !f->undotted.line || any_said(x, DNS_ADDRESSES))
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-trailing-dot",
	    "with a dot at its end the name is not found in %s, where line %u "
	    "has it without",
	    HOSTS_FILE, f->undotted.line);
	findings_advise(&x->findings, "leave out the last dot");
	return true;
}

static bool hosts_have_family(const struct examination *x)
{
	const struct address_list *list = &x->name.hosts.found;

	for (size_t i = 0; i < list->count; i++)
		if (x->opts->family == AF_UNSPEC ||
		    address_family(&list->items[i]) == x->opts->family)
			return true;
	return false;
}

static bool is_in_hosts(struct examination *x)
{
	const struct name_facts *f = &x->name;

	if (!f->hosts.line || any_said(x, DNS_ADDRESSES) ||
	    (f->sources.asks_files && hosts_have_family(x)))
		return false;
	if (!f->sources.asks_files) {
		findings_add(&x->findings, RANK_PROVEN, "name-hosts-not-asked",
		    "%s has the name in line %u, but is not asked: " NSSWITCH
		    " has 'hosts: %s'",
		    HOSTS_FILE, f->hosts.line, f->sources.words);
		findings_advise(&x->findings,
		    "add 'files' to the line 'hosts:' of " NSSWITCH);
	} else if (f->hosts.found.count == 0) {
		findings_add(&x->findings, RANK_PROVEN, "name-hosts-broken",
		    "line %u of %s has the name, but no valid address",
		    f->hosts.line, HOSTS_FILE);
		findings_advise(&x->findings, "correct that line");
	} else {
		findings_add(&x->findings, RANK_PROVEN, "name-other-family",
		    "line %u of %s has no %s for %s", f->hosts.line, HOSTS_FILE,
		    name_words_family(x->opts->family), host_of(x));
		findings_advise(
		    &x->findings, "add one there, or allow the other family");
	}
	return true;
}

/* DNS is not asked. That it would not know the name either is not this cause.
 */
static bool skips_dns(struct examination *x)
{
	const struct name_facts *f = &x->name;

	if (f->sources.asks_dns ||
	    (is_certain(x) && !any_said(x, DNS_ADDRESSES)))
		return false;
	char *who = servers_with(x, DNS_ADDRESSES);
	if (who)
		findings_add(&x->findings, RANK_PROVEN, "name-dns-not-asked",
		    "%s knows the name, but DNS is not asked: " NSSWITCH
		    " has 'hosts: %s'",
		    who, f->sources.words);
	else
		findings_add(&x->findings, RANK_PROVEN, "name-dns-not-asked",
		    "%s is not in %s, and DNS is not asked: " NSSWITCH
		    " has 'hosts: %s'",
		    host_of(x), HOSTS_FILE, f->sources.words);
	findings_advise(&x->findings,
	    "add 'dns' to the line 'hosts:' of " NSSWITCH ", or the name to %s",
	    HOSTS_FILE);
	free(who);
	return true;
}

static bool ends_in_local(const char *host)
{
	size_t len = strlen(host);

	return len > 6 && strcasecmp(host + len - 6, ".local") == 0;
}

/* A server knows the name, but the C library has not found it. */
static void add_contradiction(struct examination *x, const char *who)
{
	const struct name_facts *f = &x->name;
	char took[TEXT_MEASURE];

	if (name_judge_half(x))
		return;
	if (name_server_said(&f->servers.items[0], x->opts->family) ==
		DNS_SILENT &&
	    f->failure.kind == FAULT_TIMEOUT) {
		findings_add(&x->findings, RANK_PROVEN, "name-slow",
		    "the first name server does not answer, and within %s the "
		    "C library has not come to %s, which knows the name",
		    text_duration(took, f->took_us), who);
		findings_advise(&x->findings,
		    "remove the first server from %s, or put it last",
		    RESOLV_CONF);
	} else if (f->sources.asks_mdns && ends_in_local(host_of(x))) {
		findings_add(&x->findings, RANK_LIKELY, "name-dns-not-asked",
		    "names in .local are asked by multicast DNS, and not of "
		    "%s, which knows the name",
		    who);
		findings_advise(&x->findings,
		    "see the line 'hosts:' of " NSSWITCH
		    ", or use another domain");
	} else {
		findings_add(&x->findings, RANK_LIKELY, "name-resolver-differs",
		    "%s knows the name now, but the C library does not find it",
		    who);
		findings_advise(&x->findings,
		    "try again; see the line 'hosts:' of " NSSWITCH
		    ", and restart nscd if it runs");
	}
}

static bool is_contradictory(struct examination *x)
{
	const struct name_servers *servers = &x->name.servers;
	char *who = servers_with(x, DNS_ADDRESSES);
	char *others = servers_with(x, DNS_UNKNOWN);
	bool is_truncated = false;

	for (unsigned i = 0; i < servers->count; i++)
		is_truncated |= servers->items[i].is_truncated;
	if (!others)
		others = servers_with(x, DNS_NO_ADDRESS);
	if (who && others) {
		findings_add(&x->findings, RANK_PROVEN, "name-servers-differ",
		    "the name servers of this host differ: %s knows the name, "
		    "but %s does not",
		    who, others);
		findings_advise(&x->findings,
		    "remove the server that is wrong from %s: they have to "
		    "know the same names",
		    RESOLV_CONF);
	} else if (who && is_truncated) {
		findings_add(&x->findings, RANK_LIKELY, "name-servers-truncate",
		    "the answer of %s is too long for a datagram, and the C "
		    "library did not get it by TCP",
		    who);
		findings_advise(
		    &x->findings, "allow TCP to port 53 of the name server");
	} else if (who)
		add_contradiction(x, who);
	bool is_it = who;
	free(who);
	free(others);
	return is_it;
}

static bool has_no_address(struct examination *x)
{
	int family = x->opts->family;
	char *who = servers_with(x, DNS_NO_ADDRESS);
	int other = family == AF_INET ? AF_INET6 : AF_INET;
	bool has_other = false;

	for (unsigned i = 0; i < x->name.servers.count; i++)
		has_other |= name_server_said(&x->name.servers.items[i],
				 other) == DNS_ADDRESSES;
	if (!who)
		return false;
	if (family != AF_UNSPEC && has_other) {
		findings_add(&x->findings, RANK_PROVEN, "name-other-family",
		    "%s has no %s, but has an %s, by %s", host_of(x),
		    name_words_family(family), name_words_family(other), who);
		findings_advise(&x->findings, "leave out %s",
		    family == AF_INET ? "--ipv4" : "--ipv6");
	} else {
		findings_add(&x->findings, RANK_PROVEN, "name-no-address",
		    "the name %s exists, but has no address, by %s", host_of(x),
		    who);
		findings_advise(&x->findings,
		    "see what it has: dig %s ANY; the host may be another "
		    "name, such as www.%s",
		    host_of(x), host_of(x));
	}
	free(who);
	return true;
}

static bool is_own(struct examination *x)
{
	if (!x->name.is_own || x->name.hosts.line)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-own-unknown",
	    "%s is the name of this host, and has no line in %s", host_of(x),
	    HOSTS_FILE);
	findings_advise(&x->findings, "add the line '127.0.1.1 %s' to %s",
	    host_of(x), HOSTS_FILE);
	return is_certain(x) || !x->name.sources.asks_dns;
}

static void advise_unknown(struct examination *x)
{
	const struct name_facts *f = &x->name;
	const char *host = host_of(x);

	if (*f->hosts.near)
		findings_advise(&x->findings,
		    "correct the name: line %u of %s has '%s'",
		    f->hosts.near_line, HOSTS_FILE, f->hosts.near);
	else if (!strchr(host, '.') && f->resolv.search_count == 0)
		findings_advise(&x->findings,
		    "give the name with its domain: %s has no line 'search'",
		    RESOLV_CONF);
	else if (ends_in_local(host) && !f->sources.asks_mdns)
		findings_advise(&x->findings,
		    "names in .local are known to multicast DNS, which this "
		    "host does not ask; see the line 'hosts:' of " NSSWITCH);
	else
		findings_advise(&x->findings,
		    "check the spelling, or add the name to DNS or %s",
		    HOSTS_FILE);
}

static bool is_unknown(struct examination *x)
{
	char *who = servers_with(x, DNS_UNKNOWN);

	if (!who)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-unknown",
	    "no host has the name %s, by %s", host_of(x), who);
	advise_unknown(x);
	free(who);
	return true;
}

/* A look that has failed on this host says nothing of the name. */
static bool is_starved(struct examination *x)
{
	int error = name_words_starved(&x->name);

	if (!error)
		return false;
	findings_add(&x->findings, RANK_PROVEN, "name-unresolved",
	    "%s cannot be looked up: %s", host_of(x), sysno_phrase(error));
	findings_advise(&x->findings,
	    "allow more open files: ulimit -n; sysctl fs.file-max");
	return true;
}

/* What nothing else explains. */
static bool is_unexplained(struct examination *x)
{
	findings_add(&x->findings, RANK_SYMPTOM, "name-unresolved", "%s",
	    x->name.failure.text);
	if (x->name.failure.kind == FAULT_TIMEOUT)
		findings_advise(&x->findings,
		    "give the lookup more time by --timeout, or leave that "
		    "out");
	return true;
}

/* In the order in which they exclude each other. */
static bool (*const explanations[])(struct examination *x) = {
	is_service,
	is_numeric,
	is_other_literal,
	lacks_interface,
	is_misshapen,
	has_last_dot,
	is_starved,
	is_in_hosts,
	skips_dns,
	is_contradictory,
	has_no_address,
	is_own,
	is_unknown,
	name_judge_servers,
	is_unexplained,
};

void name_judge_unknown(struct examination *x)
{
	for (size_t i = 0; i < sizeof(explanations) / sizeof(*explanations);
	     i++)
		if (explanations[i](x))
			return;
}
