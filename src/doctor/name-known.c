/* SPDX-License-Identifier: MIT */
/* What is worth knowing of a name that is known. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/text.h"
#include "doctor/name-judge.h"
#include "doctor/name-words.h"
#include "net/address/address-error.h"
#include "net/address/cidr.h"

/* A lookup that takes longer than this is slow. */
#define SLOW_US (2 * CLOCK_SECOND)

/* The same for one whose reason is known. */
#define NOTABLE_US (CLOCK_SECOND / 2)

/* Names that nobody can have in public: RFC 6761, RFC 6762 (appendix G), RFC
 * 8375, and what is used in the same way. */
static const char *const private_domains[] = { "test", "localhost", "local",
	"invalid", "example", "internal", "lan", "home", "corp", "private",
	"intranet", "arpa", "alt", "onion", "localdomain" };

static bool is_public(const char *name)
{
	char last[NAME_ROOM] = "";
	size_t len = strlen(name);

	if (len >= sizeof(last))
		return false;
	memcpy(last, name, len);
	if (len > 0 && last[len - 1] == '.')
		last[len - 1] = '\0';
	const char *dot = strrchr(last, '.');
	if (!dot)
		return false;
	for (size_t i = 0;
	     i < sizeof(private_domains) / sizeof(private_domains[0]); i++)
		if (strcasecmp(dot + 1, private_domains[i]) == 0)
			return false;
	return true;
}

static void see_literal(struct examination *x)
{
	const struct address *a = &x->name.addresses.items[0];
	const char *host = x->opts->target.host;
	char text[ADDRESS_TEXT];

	if (x->name.is_disguised) {
		findings_add(&x->findings, RANK_ASIDE, "name-disguised",
		    "'%s' is read as %s: numbers that begin with 0 are octal, "
		    "those that begin with 0x hexadecimal, and the last one "
		    "fills what is missing",
		    host, address_host(text, a));
		findings_advise(&x->findings, "write the four numbers of the "
					      "address, without leading zeros");
	}
	if (address_error_lacks_scope(a)) {
		findings_add(&x->findings, RANK_LIKELY, "name-no-interface",
		    "%s is an address of a link, and does not say of which",
		    host);
		findings_advise(&x->findings,
		    "add the interface: %s%%eth0; see: ip link", host);
	}
}

static void see_slowness(struct examination *x)
{
	const struct name_facts *f = &x->name;
	const struct name_server *first = &f->servers.items[0];
	char host[ADDRESS_TEXT], took[TEXT_MEASURE];

	if (f->servers.count > 1 &&
	    name_server_said(first, AF_UNSPEC) == DNS_SILENT &&
	    f->took_us >= NOTABLE_US) {
		findings_add(&x->findings, RANK_ASIDE, "name-slow",
		    "name server %s does not answer, and each lookup waits "
		    "for it: this one took %s",
		    address_host(host, &first->address),
		    text_duration(took, f->took_us));
		findings_advise(&x->findings,
		    "remove that server from %s, or put it last", RESOLV_CONF);
	} else if (f->took_us >= SLOW_US) {
		findings_add(&x->findings, RANK_ASIDE, "name-slow",
		    "the lookup of the name is slow: it took %s",
		    text_duration(took, f->took_us));
		findings_advise(&x->findings, "look at the name servers of %s",
		    RESOLV_CONF);
	}
}

/* A first server that fails is a trouble that the next one hides. */
static void see_failing(struct examination *x)
{
	const struct name_server *first = &x->name.servers.items[0];
	enum dns_answer said = name_server_said(first, x->opts->family);
	char host[ADDRESS_TEXT];

	if (x->name.servers.count < 2)
		return;
	if (said == DNS_UNREACHABLE || said == DNS_REFERS ||
	    said == DNS_REFUSES || said == DNS_FAILS || said == DNS_RUBBISH) {
		char *answer = name_words_answer(first, x->opts->family);
		findings_add(&x->findings, RANK_ASIDE,
		    said == DNS_UNREACHABLE ? "name-servers-unreachable"
					    : "name-servers-fail",
		    "the first name server, %s, is of no use: %s",
		    address_host(host, &first->address), answer);
		findings_advise(&x->findings,
		    "repair that server, or remove it from %s", RESOLV_CONF);
		free(answer);
	}
}

/* Whether no address of the one list is in the other. */
static bool are_apart(
    const struct address_list *a, const struct address_list *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (address_is_same_host(&a->items[i], &b->items[k]))
				return false;
	return true;
}

/* Ranges of which a host outside knows nothing. */
static bool is_private(const struct address *a)
{
	static const char *const ranges[] = { "0.0.0.0/8", "10.0.0.0/8",
		"100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
		"172.16.0.0/12", "192.168.0.0/16", "::/127", "fc00::/7",
		"fe80::/10" };
	struct cidr range;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cidr_parse(ranges[i], &range) && cidr_holds(&range, a))
			return true;
	return false;
}

static bool are_public(const struct address_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_private(&list->items[i]))
			return false;
	return list->count > 0;
}

static bool is_definite(const struct name_server *s, int family)
{
	enum dns_answer said = name_server_said(s, family);

	return said == DNS_ADDRESSES || said == DNS_UNKNOWN ||
	       said == DNS_NO_ADDRESS;
}

/* That two servers have different public addresses is what they do for large
 * services. */
static void see_difference(struct examination *x)
{
	const struct name_servers *servers = &x->name.servers;
	const struct address_list *list = &x->name.addresses;
	const struct name_server *used = name_source(&x->name);
	char one[ADDRESS_TEXT], two[ADDRESS_TEXT];

	for (unsigned i = 0; used && i < servers->count; i++) {
		const struct name_server *s = &servers->items[i];
		if (!is_definite(s, x->opts->family) || s->is_truncated ||
		    !are_apart(&s->found, list) ||
		    (are_public(&s->found) && are_public(list)))
			continue;
		char *answer = name_words_answer(s, x->opts->family);
		char *found = name_words_addresses(list);
		findings_add(&x->findings, RANK_ASIDE, "name-servers-differ",
		    "name server %s differs from name server %s, whose answer, "
		    "%s, is used: %s",
		    address_host(one, &s->address),
		    address_host(two, &used->address), found, answer);
		findings_advise(&x->findings,
		    "find out which server is right, and remove the other "
		    "from %s",
		    RESOLV_CONF);
		free(found);
		free(answer);
		return;
	}
}

static void see_override(struct examination *x)
{
	const struct name_facts *f = &x->name;
	char host[ADDRESS_TEXT];

	for (unsigned i = 0; i < f->servers.count; i++) {
		const struct name_server *s = &f->servers.items[i];
		if (s->found.count == 0 ||
		    name_server_said(s, x->opts->family) != DNS_ADDRESSES ||
		    !are_apart(&s->found, &f->hosts.found))
			continue;
		char *found = name_words_addresses(&s->found);
		char *used = name_words_addresses(&f->hosts.found);
		findings_add(&x->findings, RANK_ASIDE, "name-hosts-override",
		    "line %u of %s has %s for the name, but name server %s "
		    "has %s",
		    f->hosts.line, HOSTS_FILE, used,
		    address_host(host, &s->address), found);
		findings_advise(&x->findings,
		    "remove or correct the line if the name has moved");
		free(found);
		free(used);
		return;
	}
}

/* An address that blocks a name, or leads to this host what should not. */
static void see_sinkhole(struct examination *x)
{
	const struct name_facts *f = &x->name;
	const struct address *a = &f->addresses.items[0];
	const struct name_server *used = name_source(f);
	const char *host = x->opts->target.host;
	bool is_any = address_is_any(a);
	char text[ADDRESS_TEXT];

	if (!is_any && (name_is_by_hosts(f) || !address_is_loopback(a) ||
			   !is_public(used ? used->asked : host)))
		return;
	findings_add(&x->findings, RANK_ASIDE, "name-sinkhole",
	    "%s is %s, which is %s", host, address_host(text, a),
	    is_any ? "no address of a host: a name server, or a "
		     "list of hosts, blocks the name"
		   : "this host itself, although the name looks public: "
		     "a name server, or a list of hosts, may block it");
	if (name_is_by_hosts(f))
		findings_advise(&x->findings, "remove line %u of %s",
		    f->hosts.line, HOSTS_FILE);
	else
		findings_advise(&x->findings,
		    "ask another name server, or who runs this one, for the "
		    "name");
}

static void see_search(struct examination *x)
{
	const struct name_servers *servers = &x->name.servers;
	const char *host = x->opts->target.host;

	if (!strchr(host, '.'))
		return;
	for (unsigned i = 0; i < servers->count; i++) {
		const struct name_server *s = &servers->items[i];
		if (s->found.count == 0 || strcmp(s->asked, host) == 0 ||
		    are_apart(&s->found, &x->name.addresses))
			continue;
		findings_add(&x->findings, RANK_ASIDE, "name-by-search",
		    "%s is found only as %s, with a domain of the line "
		    "'search' of %s",
		    host, s->asked, RESOLV_CONF);
		findings_advise(&x->findings,
		    "if that is another host, end the name with a dot: %s.",
		    host);
		return;
	}
}

void name_judge_known(struct examination *x)
{
	const struct name_facts *f = &x->name;

	if (f->is_literal) {
		see_literal(x);
		return;
	}
	if (name_is_by_hosts(f))
		see_override(x);
	else if (f->servers.count > 0) {
		see_slowness(x);
		see_failing(x);
		see_difference(x);
		see_search(x);
	}
	see_sinkhole(x);
}
