/* SPDX-License-Identifier: MIT */
/* What a run needs in its sandbox, as tables. */
#include "work/confine.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "sys/process/exec.h"
#include "sys/process/privileges.h"
#include "sys/process/ready.h"
#include "sys/socket/interface-name.h"
#include "work/confine-places.h"
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
	if ((needs & SANDBOX_LOOKS_UP) && !looks_up(cfg, s))
		needs &= ~(unsigned)SANDBOX_LOOKS_UP;
	if ((needs & SANDBOX_TCP) && cfg->sockopts.mptcp)
		needs |= SANDBOX_OTHERS;
	out->needs |= needs;
	out->has_secrets |= s->kind == SPEC_TLS;
	out->reaches_abstract |= is_abstract(s);
}

/* Notes the ports of TCP, if all are known: proxies have others, and a name of
 * a service is looked up. */
static void note_ports(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	const unsigned by_tcp = SPEC_BIT(SPEC_TCP) | SPEC_BIT(SPEC_TLS);

	if (cfg->proxy.urls.count || cfg->nc.program ||
	    opts->target_count > SANDBOX_PORTS)
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

/* The run */

static unsigned needs_of_options(
    const struct config *cfg, const struct confine_opts *opts)
{
	bool has_source = cfg->source && !confine_places_has_source(cfg, opts);
	const struct row {
		bool is_given;
		unsigned needs;
	} rows[] = {
		{ program_is_asked(cfg) || cfg->during || cfg->program,
		    SANDBOX_PROGRAMS },
		/* nc has ranges of ports, and says the names of peers. */
		{ cfg->nc.program,
		    SANDBOX_DIALS | SANDBOX_LOOKS_UP | SANDBOX_BINDS },
		{ has_source || cfg->source_port, SANDBOX_BINDS },
	};
	unsigned needs = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		needs |= rows[i].is_given ? rows[i].needs : 0;
	return needs;
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
		.needs = opts->needs | needs_of_options(cfg, opts),
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
	if ((out->needs & SANDBOX_DIALS) && cfg->proxy.urls.count)
		out->needs |= SANDBOX_TCP | SANDBOX_LOOKS_UP | SANDBOX_TRUSTS;
	if (!opts->from && !opts->needs && (out->needs & SANDBOX_TCP))
		note_ports(cfg, opts, out);
	confine_places_add(cfg, opts, out);
}

/* What is still possible, which is more where a part of the sandbox is missing:
 * landlock tells files from others, seccomp forbids sockets that are not TCP.
 */
static void tell(const struct run *run, const struct sandbox_rules *rules,
    const struct sandbox_force *force)
{
	const unsigned some = SANDBOX_LOOKS_UP | SANDBOX_TRUSTS;
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

/* What cannot hold, or would be found in another place. */
static int check_privileges(const struct config *cfg,
    const struct confine_opts *opts, struct error *err)
{
	const struct row {
		bool is_given;
		const char *option;
	} outside[] = {
		{ cfg->pid_file, "--pid-file" },
		{ cfg->ready_file, "--ready-file" },
		{ cfg->faults.control, "--control" },
		{ cfg->tls.known, "--tls-known" },
		{ confine_places_has_socket_file(opts->bound),
		    "the path of a Unix socket" },
	};

	if (cfg->chroot && !cfg->user)
		return error_set(err, FAULT_USAGE,
		    "--chroot needs --user: the super-user can leave the "
		    "directory");
	for (size_t i = 0; cfg->chroot && i < COUNT(outside); i++)
		if (outside[i].is_given)
			return error_set(err, FAULT_USAGE,
			    "--chroot and %s contradict each other: genet uses "
			    "the file later, and it would be outside of '%s'",
			    outside[i].option, cfg->chroot);
	return 0;
}

/* A program of the directory may be missing, or not be for the user. */
static int check_program(const struct config *cfg, struct error *err)
{
	struct program_words words;

	program_words(cfg, &words);
	char **argv = cfg->program ? cfg->program : words.argv;
	return argv ? exec_check(argv[0], err) : 0;
}

static int drop_privileges(const struct config *cfg,
    const struct confine_opts *opts, struct error *err)
{
	const struct privileges to = { cfg->user, cfg->chroot };

	if (!cfg->user && !cfg->chroot)
		return 0;
	if (check_privileges(cfg, opts, err) < 0 ||
	    privileges_drop(&to, err) < 0)
		return -1;
	return check_program(cfg, err);
}

/* Whether messages may name an interface, as the scope of an address of IPv6.
 */
static bool meets_scopes(const struct confine_opts *opts)
{
	unsigned char bytes[sizeof(struct in_addr)];
	bool result = false;

	for (size_t i = 0; opts->bound && i < opts->bound->count; i++)
		result |= address_family(&opts->bound->items[i]) == AF_INET6;
	for (size_t i = 0; i < opts->target_count; i++) {
		const char *host = opts->targets[i].endpoint.host;
		result |= host && inet_pton(AF_INET, host, bytes) != 1;
	}
	return result;
}

/* What a peer says to a program may be an attack on the program. */
static void note_super_user(const struct run *run)
{
	if (privileges_are_ours())
		tap_tell(run->tap,
		    &(struct tap_event){
			.kind = TAP_NOTE,
			.text = "programs for peers run as the super-user; "
				"--user NAME runs them as another user",
		    });
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
	    drop_privileges(cfg, opts, err) < 0)
		return -1;
	confine_make(cfg, opts, &rules);
	if (opts->bound && (rules.needs & SANDBOX_PROGRAMS) && !cfg->during)
		note_super_user(run);
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

int confine_asking(
    const struct run *run, bool sees_processes, struct error *err)
{
	const struct confine_opts opts = {
		.needs = SANDBOX_DIALS | SANDBOX_BINDS | SANDBOX_LISTENS |
		         SANDBOX_LOOKS_UP | SANDBOX_READS |
		         (sees_processes ? SANDBOX_PROCESSES : 0),
	};

	return confine(run, &opts, err);
}
