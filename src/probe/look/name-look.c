/* SPDX-License-Identifier: MIT */
/* Who knows a name. */
#include "probe/look/name-look.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/address/lookup.h"
#include "sys/waiting.h"

/* For the answers of a server whose help the C library did not need. */
#define CURSORY_US (CLOCK_SECOND / 2)

static bool is_ipv6(const char *host)
{
	char alone[INET6_ADDRSTRLEN] = "";
	struct in6_addr ipv6;
	size_t len = strcspn(host, "%");

	if (len >= sizeof(alone))
		return false;
	memcpy(alone, host, len);
	return inet_pton(AF_INET6, alone, &ipv6) == 1;
}

static void see_literal(const char *host, struct name_facts *out)
{
	struct in_addr plain, odd;
	bool is_ipv4 = inet_pton(AF_INET, host, &plain) == 1;
	bool is_odd = !strpbrk(host, " \t\r\n") && inet_aton(host, &odd);

	out->is_literal = is_ipv4 || is_odd || is_ipv6(host);
	out->is_disguised = is_odd && (!is_ipv4 || plain.s_addr != odd.s_addr);
}

static void see_hosts(const char *name, struct hosts_entry *out)
{
	FILE *file = fopen(HOSTS_FILE, "re");

	name_hosts_find(file, name, out);
	if (file)
		fclose(file);
}

static void see_files(const char *host, struct name_facts *out)
{
	char own[NAME_ROOM] = "", undotted[NAME_ROOM] = "";
	size_t len = strlen(host);

	out->is_own = gethostname(own, sizeof(own) - 1) == 0 &&
	              strcasecmp(own, host) == 0;
	name_sources_read(&out->sources);
	resolv_conf_read(&out->resolv);
	see_hosts(host, &out->hosts);
	if (len < 2 || len >= sizeof(undotted) || host[len - 1] != '.')
		return;
	memcpy(undotted, host, len - 1);
	see_hosts(undotted, &out->undotted);
}

bool name_is_by_hosts(const struct name_facts *f)
{
	return f->hosts.line > 0 && f->sources.asks_files &&
	       f->sources.files_first;
}

static bool share_one(
    const struct address_list *a, const struct address_list *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (address_is_same_host(&a->items[i], &b->items[k]))
				return true;
	return false;
}

const struct name_server *name_source(const struct name_facts *f)
{
	for (unsigned i = 0; i < f->servers.count; i++)
		if (share_one(&f->servers.items[i].found, &f->addresses))
			return &f->servers.items[i];
	return NULL;
}

/* Whether to ask name servers: not about a name that is this host for all, nor
 * one that is known without any server. */
static bool asks_servers(const char *host, const struct name_facts *f)
{
	if (strcasecmp(host, "localhost") == 0 ||
	    strcasecmp(host, "localhost.") == 0)
		return f->hosts.line == 0;
	return f->hosts.line == 0 || f->resolv.has_servers;
}

static bool has_answers(const struct name_servers *servers)
{
	for (unsigned i = 0; i < servers->count; i++)
		if (name_server_said(&servers->items[i], AF_UNSPEC) >=
		    DNS_UNKNOWN)
			return true;
	return false;
}

/* Waits for the C library. Without an answer of any server that may take very
 * long. Returns 0, also if it has not answered in time, or -1 with
 * FAULT_SIGNAL.
 */
static int await(const struct name_look_opts *opts, const struct lookup *l,
    int64_t started, const struct name_facts *f, struct error *err)
{
	int64_t limit = started + opts->lookup_timeout_us, now = clock_now();
	int64_t deadline = opts->look.deadline;
	int result = 1;

	if (limit < now)
		limit = now;
	if (!has_answers(&f->servers) && !f->is_literal && limit < deadline)
		deadline = limit;
	while (result > 0 && !lookup_is_done(l))
		result = waiting_for(lookup_fd(l), POLLIN, deadline, err);
	return result < 0 ? -1 : 0;
}

/* Asks the servers while the C library does its own lookup. Each of them and
 * the rest of the examination get a share of the time. */
static int see_servers(const struct name_look_opts *opts,
    const struct lookup *l, struct name_facts *out, struct error *err)
{
	const struct resolv_conf *conf = &out->resolv;

	for (unsigned i = 0; i < conf->server_count; i++) {
		struct name_server *s = &out->servers.items[i];
		struct look_opts look = opts->look;
		int64_t limit = lookup_is_done(l) ? CURSORY_US : CLOCK_NEVER;
		int64_t share = (look.deadline - clock_now()) /
		                (conf->server_count - i + 1);
		s->address = conf->servers[i];
		out->servers.count++;
		limit = clock_earlier(limit, opts->server_timeout_us);
		look.deadline = clock_after(clock_earlier(limit, share));
		if (name_server_ask(s, conf, opts->host, &look, err) < 0)
			return -1;
	}
	return 0;
}

static int see_name(const struct name_look_opts *opts, const struct lookup *l,
    struct name_facts *out, struct error *err)
{
	see_files(opts->host, out);
	return asks_servers(opts->host, out) ? see_servers(opts, l, out, err)
	                                     : 0;
}

/* Ends the lookup. Returns 0, or -1 if genet itself has failed. */
static int finish(struct lookup *l, struct name_facts *out, struct error *err)
{
	struct lookup_result found;

	out->is_known = lookup_end(l, &found, &out->failure) == 0;
	if (out->is_known)
		out->took_us = found.duration_us;
	out->addresses = found.addresses;
	found.addresses = (struct address_list){ 0 };
	lookup_free(&found);
	if (out->is_known || out->failure.kind != FAULT_INTERNAL)
		return 0;
	*err = out->failure;
	return -1;
}

int name_look(const struct name_look_opts *opts, struct name_facts *out,
    struct error *err)
{
	struct lookup_opts asked = {
		.host = opts->host,
		.port = opts->port,
		.family = opts->family,
		.type = opts->type,
		.numeric = opts->numeric,
		.deadline = opts->look.deadline,
		.tap = opts->look.tap,
	};
	int64_t started = clock_now();
	int result = 0;

	*out = (struct name_facts){ .failure = ERROR_NONE };
	see_literal(opts->host, out);
	struct lookup *l = lookup_begin(&asked, err);
	if (!l)
		return -1;
	if (!out->is_literal && !opts->numeric)
		result = see_name(opts, l, out, err);
	if (result == 0)
		result = await(opts, l, started, out, err);
	if (result < 0)
		lookup_drop(l);
	else {
		out->took_us = clock_now() - started;
		result = finish(l, out, err);
	}
	if (result < 0)
		name_facts_free(out);
	return result;
}

void name_facts_free(struct name_facts *f)
{
	address_list_free(&f->addresses);
	address_list_free(&f->hosts.found);
	address_list_free(&f->undotted.found);
	name_servers_free(&f->servers);
}
