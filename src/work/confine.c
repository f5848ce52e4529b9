/* SPDX-License-Identifier: MIT */
/* What a run needs in its sandbox, as tables. */
#include "work/confine.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "args/proxy-url.h"
#include "base/parse.h"
#include "sys/process/ready.h"
#include "sys/socket/interface-name.h"
#include "work/confine-places.h"
#include "work/confine-rights.h"
#include "work/near/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Addresses */

/* What it takes to open an address of this kind. */
static const unsigned needs_of_kinds[SPEC_KINDS] = {
	[SPEC_TCP] = SANDBOX_TCP | SANDBOX_LOOKS_UP,
	[SPEC_TLS] = SANDBOX_TCP | SANDBOX_LOOKS_UP | SANDBOX_TRUSTS,
	[SPEC_UDP] = SANDBOX_UDP | SANDBOX_LOOKS_UP,
	[SPEC_UNIX] = SANDBOX_UNIX,
	[SPEC_UNIX_SEQPACKET] = SANDBOX_UNIX,
	[SPEC_UNIX_DGRAM] = SANDBOX_UNIX,
	[SPEC_EXEC] = SANDBOX_PROGRAMS,
	[SPEC_SH] = SANDBOX_PROGRAMS,
	[SPEC_VSOCK] = SANDBOX_OTHERS,
	[SPEC_SCTP] = SANDBOX_OTHERS | SANDBOX_LOOKS_UP,
};

static bool is_abstract(const struct spec *s)
{
	return spec_trait(s->kind)->form == SPEC_SOCKET && s->name &&
	       strchr(s->name, '@');
}

/* A scope of IPv6 is a name, too. */
static bool is_literal(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return !host || inet_pton(AF_INET, host, bytes) == 1 ||
	       inet_pton(AF_INET6, host, bytes) == 1;
}

/* Returns 0 if the text is no number. */
static uint16_t port_number(const char *text)
{
	uint64_t port;

	return text && parse_number(text, &port) && port <= UINT16_MAX
	           ? (uint16_t)port
	           : 0;
}

/* Whether names are looked up each time the address is dialled. */
static bool looks_up(const struct config *cfg, const struct spec *s)
{
	return !cfg->numeric &&
	       (!is_literal(s->endpoint.host) ||
		   !port_number(s->endpoint.port) || !is_literal(cfg->source));
}

/* What is open needs programs if one runs. */
static void add_needs(const struct config *cfg, const struct confine_opts *opts,
    const struct spec *s, struct sandbox_rules *out)
{
	bool is_dialled = !opts->are_open || cfg->reconnects;
	unsigned needs;

	/* Clients of an address that is listened on are accepted. */
	if (!s || s->role == SPEC_LISTENS)
		return;
	needs = needs_of_kinds[s->kind] & (is_dialled ? ~0U : SANDBOX_PROGRAMS);
	/* Proxies look up names, or else add_proxies() says so. */
	if ((needs & SANDBOX_LOOKS_UP) &&
	    (cfg->proxy.urls.count || !looks_up(cfg, s)))
		needs &= ~(unsigned)SANDBOX_LOOKS_UP;
	if ((needs & SANDBOX_TCP) && cfg->sockopts.mptcp)
		needs |= SANDBOX_OTHERS;
	out->needs |= needs;
	out->has_secrets |= s->kind == SPEC_TLS;
	out->reaches_abstract |= is_abstract(s);
}

/* Notes the ports of TCP, if all are known: a name of a service is looked up.
 */
static void note_ports(
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	const unsigned by_tcp = SPEC_BIT(SPEC_TCP) | SPEC_BIT(SPEC_TLS);

	if (opts->target_count > SANDBOX_PORTS)
		return;
	for (size_t i = 0; i < opts->target_count; i++) {
		const struct spec *s = &opts->targets[i];
		uint16_t port = port_number(s->endpoint.port);
		if (s->role == SPEC_LISTENS || !(by_tcp & SPEC_BIT(s->kind)))
			continue;
		if (!port) {
			out->port_count = 0;
			return;
		}
		out->ports[out->port_count++] = port;
	}
}

/* The first proxy is dialled, which reaches the others. */
static void add_proxies(const struct config *cfg, struct sandbox_rules *out)
{
	out->needs |= SANDBOX_TCP;
	for (size_t i = 0; i < cfg->proxy.urls.count; i++) {
		struct error ignored = ERROR_NONE;
		struct proxy_url url;
		if (proxy_url_parse(cfg->proxy.urls.items[i], &url, &ignored) <
		    0)
			continue;
		bool is_named = (i == 0 && !is_literal(url.host)) ||
		                proxy_scheme_looks_up(url.scheme);
		if (url.scheme == PROXY_SCHEME_HTTPS)
			out->needs |= SANDBOX_TRUSTS;
		if (!cfg->numeric && is_named)
			out->needs |= SANDBOX_LOOKS_UP;
		if (i == 0)
			out->ports[0] = port_number(url.port);
		proxy_url_free(&url);
	}
}

/* The run */

static unsigned needs_of_options(const struct config *cfg)
{
	const struct config_nc *nc = &cfg->nc;
	const struct row {
		bool is_given;
		unsigned needs;
	} rows[] = {
		{ program_is_asked(cfg) || cfg->during || cfg->program,
		    SANDBOX_PROGRAMS },
		/* nc says the names of its clients, and of ports. */
		{ nc->listens && !nc->is_unix && cfg->verbosity > 0 &&
			!cfg->numeric,
		    SANDBOX_LOOKS_UP },
		{ nc->program && !nc->listens && !nc->is_unix &&
			cfg->verbosity > 0 && !cfg->numeric,
		    SANDBOX_SERVICES },
	};
	unsigned needs = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		needs |= rows[i].is_given ? rows[i].needs : 0;
	return needs;
}

/* Of datagrams: Unix sockets have none of this, and a socket that is bound to
 * one address of this host knows which senders see. */
static unsigned not_needed(const struct address_list *bound)
{
	bool is_inet = false, is_any = false;

	for (size_t i = 0; bound && i < bound->count; i++) {
		is_inet |= address_family(&bound->items[i]) != AF_UNIX;
		is_any |= address_is_any(&bound->items[i]);
	}
	return (is_any ? 0 : SANDBOX_DATAGRAMS) |
	       (is_inet ? 0 : SANDBOX_REFUSES);
}

/* For the user, after a forbidden system call. */
static const char advice[] =
    "  This is a mistake in genet or in a library, or the work of an "
    "intruder.\n"
    "  Please report it with the command line and what 'genet version -v' "
    "says.\n"
    "  With --sandbox=off the command runs without a sandbox.\n";

void confine_make(const struct config *cfg, const struct confine_opts *opts,
    struct sandbox_rules *out)
{
	*out = (struct sandbox_rules){
		.needs = (opts->needs & ~not_needed(opts->bound)) |
		         needs_of_options(cfg),
		.has_secrets = cfg->tls.is_asked || opts->has_tls,
		.advice = advice,
	};
	/* Commands that ask may be told one; senders may have one. */
	out->reaches_abstract =
	    (opts->needs & SANDBOX_READS) ||
	    (opts->bound && address_family(opts->bound->items) == AF_UNIX);
	add_needs(cfg, opts, opts->from, out);
	for (size_t i = 0; i < opts->target_count; i++)
		add_needs(cfg, opts, &opts->targets[i], out);
	bool has_proxies =
	    (out->needs & SANDBOX_DIALS) && cfg->proxy.urls.count > 0;
	if (has_proxies)
		add_proxies(cfg, out);
	if ((out->needs & SANDBOX_DIALS) && (cfg->source || cfg->source_port))
		out->needs |= SANDBOX_BINDS;
	if ((out->needs & (SANDBOX_DIALS | SANDBOX_DATAGRAMS)) &&
	    cfg->sockopts.interface)
		out->needs |= SANDBOX_INTERFACES;
	if (out->needs & (SANDBOX_LOOKS_UP | SANDBOX_PROGRAMS))
		out->needs &= ~(unsigned)SANDBOX_SILENT;
	if (!opts->from && !(opts->needs & SANDBOX_DIALS) &&
	    (out->needs & SANDBOX_TCP)) {
		if (has_proxies)
			out->port_count = out->ports[0] ? 1 : 0;
		else
			note_ports(opts, out);
	}
	confine_places_add(cfg, opts, out);
}

/* What is still possible, which is more where a part of the sandbox is missing:
 * landlock tells files from others, seccomp forbids sockets that are not TCP.
 */
static void tell(const struct run *run, const struct sandbox_rules *rules,
    const struct sandbox_force *force)
{
	const unsigned some =
	    SANDBOX_LOOKS_UP | SANDBOX_TRUSTS | SANDBOX_SERVICES;
	unsigned needs = rules->needs;
	unsigned all =
	    SANDBOX_READS | SANDBOX_PROGRAMS | (force->landlock ? 0 : some);

	tap_tell(
	    run->tap, &(struct tap_event){ .kind = TAP_CONFINED,
			  .confined = {
			      .why_not = force->not_here,
			      .landlock = force->landlock,
			      .has_seccomp = force->calls,
			      .files = rules->place_count > 0 ||
	                               (force->landlock && (needs & some)),
			      .reads = needs & all,
			      .dials = (needs & SANDBOX_DIALS) || !force->calls,
			      .looks_up = needs & SANDBOX_LOOKS_UP,
			      .programs = needs & SANDBOX_PROGRAMS,
			  } });
}

/* Of what this kernel lacks, --sandbox=strict makes an error. Those who look at
 * other processes have no landlock anywhere. */
static int check_strict(const struct sandbox_rules *rules,
    const struct sandbox_force *force, struct error *err)
{
	bool has_landlock =
	    force->landlock || (rules->needs & SANDBOX_PROCESSES);

	if (force->not_here)
		return error_set(err, FAULT_UNSUPPORTED,
		    "--sandbox=strict: there is no sandbox: %s",
		    force->not_here);
	if (has_landlock && force->calls)
		return 0;
	return error_set(err, FAULT_UNSUPPORTED,
	    "--sandbox=strict: this kernel has no %s",
	    has_landlock ? "seccomp(2)" : "landlock(7)");
}

/* Whether messages may name an interface, as the scope of an address of IPv6.
 */
static bool meets_scopes(const struct confine_opts *opts)
{
	unsigned char bytes[sizeof(struct in_addr)];
	bool result = (opts->needs & SANDBOX_DIALS) != 0;

	for (size_t i = 0; opts->bound && i < opts->bound->count; i++)
		result |= address_family(&opts->bound->items[i]) == AF_INET6;
	for (size_t i = 0; i < opts->target_count; i++) {
		const char *host = opts->targets[i].endpoint.host;
		result |= host && inet_pton(AF_INET, host, bytes) != 1;
	}
	return result;
}

int confine(
    const struct run *run, const struct confine_opts *opts, struct error *err)
{
	const struct config *cfg = run->cfg;
	bool is_strict = cfg->sandbox == CONFINE_STRICT;
	struct sandbox_force force = { .not_here = "--sandbox=off" };
	struct sandbox_rules rules;
	int result = 0;

	if ((opts->bound && ready_open_manager(err) < 0) ||
	    confine_rights(run, opts, err) < 0)
		return -1;
	confine_make(cfg, opts, &rules);
	if (meets_scopes(opts))
		interface_name_remember();
	if (cfg->sandbox == CONFINE_ON && (rules.needs & SANDBOX_PROGRAMS))
		force.not_here = "programs would be in it";
	else if (cfg->sandbox != CONFINE_OFF)
		result = sandbox_enter(&rules, &force, err);
	for (size_t i = 0; i < rules.place_count; i++)
		free(rules.places[i].path);
	if (result == 0 && is_strict)
		result = check_strict(&rules, &force, err);
	if (result == 0)
		tell(run, &rules, &force);
	return result;
}

int confine_asking(const struct run *run, struct error *err)
{
	const struct confine_opts opts = {
		.needs = SANDBOX_DIALS | SANDBOX_BINDS | SANDBOX_LISTENS |
		         SANDBOX_LOOKS_UP | SANDBOX_READS | SANDBOX_PROCESSES,
	};

	return confine(run, &opts, err);
}
