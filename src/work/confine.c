/* SPDX-License-Identifier: MIT */
/* What a run needs in its sandbox, as tables. */
#include "work/confine.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "net/address/unix-address.h"
#include "sys/process/privileges.h"
#include "sys/process/ready.h"
#include "work/near/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Addresses */

/* What it takes to open an address of this kind. */
static const unsigned needs_of_kinds[SPEC_KINDS] = {
	[SPEC_TCP] = SANDBOX_DIALS | SANDBOX_LOOKS_UP,
	[SPEC_TLS] = SANDBOX_DIALS | SANDBOX_LOOKS_UP | SANDBOX_TRUSTS,
	[SPEC_UDP] = SANDBOX_DIALS | SANDBOX_LOOKS_UP | SANDBOX_BINDS,
	[SPEC_UNIX] = SANDBOX_DIALS,
	[SPEC_UNIX_SEQPACKET] = SANDBOX_DIALS,
	[SPEC_UNIX_DGRAM] = SANDBOX_DIALS | SANDBOX_BINDS | SANDBOX_FILES,
	[SPEC_EXEC] = SANDBOX_PROGRAMS,
	[SPEC_SH] = SANDBOX_PROGRAMS,
	[SPEC_FILE] = SANDBOX_FILES,
	[SPEC_FIFO] = SANDBOX_FILES,
	[SPEC_TTY] = SANDBOX_FILES,
	[SPEC_PTY] = SANDBOX_FILES,
	[SPEC_VSOCK] = SANDBOX_DIALS,
	[SPEC_SCTP] = SANDBOX_DIALS | SANDBOX_LOOKS_UP,
};

static bool is_abstract(const struct spec *s)
{
	return spec_trait(s->kind)->form == SPEC_SOCKET && s->name &&
	       strchr(s->name, '@');
}

/* What is open needs files if it removes one when it is closed, and programs
 * if one runs. */
static void add_needs(const struct confine_opts *opts, const struct spec *s,
    struct sandbox_rules *out)
{
	unsigned kept = opts->are_open ? SANDBOX_FILES | SANDBOX_PROGRAMS : ~0U;

	/* Clients of an address that is listened on are accepted. */
	if (!s || s->role == SPEC_LISTENS)
		return;
	out->needs |= needs_of_kinds[s->kind] & kept;
	out->reaches_abstract |= is_abstract(s);
}

/* Returns 0 if the text is no number. */
static uint16_t port_number(const char *text)
{
	uint64_t port;

	return text && parse_number(text, &port) && port <= UINT16_MAX
	           ? (uint16_t)port
	           : 0;
}

/* Notes the ports of TCP, if all are known: proxies have others, and a name of
 * a service is looked up. */
static void note_ports(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	const unsigned by_tcp = SPEC_BIT(SPEC_TCP) | SPEC_BIT(SPEC_TLS);

	if (cfg->proxy.urls.count || cfg->reconnects ||
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

/* Places */

/* The directory of a file. Allocated. */
static char *directory_of(const char *name)
{
	char *copy = xstrdup(name);
	char *directory = xstrdup(dirname(copy));

	free(copy);
	return directory;
}

static void add_place(struct sandbox_rules *out, char *place)
{
	if (out->place_count < SANDBOX_PLACES)
		out->places[out->place_count++] = place;
	else
		free(place);
}

static void add_directory(struct sandbox_rules *out, const char *name)
{
	if (name)
		add_place(out, directory_of(name));
}

/* What the template says before its first name may be a directory. */
static void add_client_files(
    const struct config *cfg, struct sandbox_rules *out)
{
	if (!cfg->has_client_files)
		return;
	char *fixed = xstrdup(cfg->output);
	fixed[strcspn(fixed, "%")] = '\0';
	char *longer = xasprintf("%s-", fixed);
	add_directory(out, longer);
	free(fixed);
	free(longer);
}

static void add_socket_files(
    const struct address_list *bound, struct sandbox_rules *out)
{
	for (size_t i = 0; bound && i < bound->count; i++)
		if (address_family(&bound->items[i]) == AF_UNIX)
			add_directory(out, unix_address_path(&bound->items[i]));
}

static void add_places(const struct config *cfg,
    const struct confine_opts *opts, struct sandbox_rules *out)
{
	const char *const files[] = { cfg->pid_file, cfg->ready_file,
		cfg->faults.control, cfg->tls.known };

	for (size_t i = 0; i < COUNT(files); i++)
		add_directory(out, files[i]);
	if (cfg->tls.ca)
		add_place(out, xstrdup(cfg->tls.ca));
	if (cfg->source && strchr(cfg->source, '/'))
		add_directory(out, cfg->source);
	add_client_files(cfg, out);
	add_socket_files(opts->bound, out);
}

/* The run */

static unsigned needs_of_options(const struct config *cfg)
{
	const struct row {
		bool is_given;
		unsigned needs;
	} rows[] = {
		{ program_is_asked(cfg) || cfg->during || cfg->program,
		    SANDBOX_PROGRAMS },
		{ cfg->reconnects, SANDBOX_DIALS | SANDBOX_LOOKS_UP },
		/* nc has ranges of ports, and says the names of peers. */
		{ cfg->nc.program,
		    SANDBOX_DIALS | SANDBOX_LOOKS_UP | SANDBOX_BINDS },
		{ cfg->source || cfg->source_port, SANDBOX_BINDS },
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
		.needs = opts->needs | needs_of_options(cfg),
		.has_secrets = cfg->tls.is_asked,
		.advice = advice,
	};
	/* Those who ask are told the name; senders of datagrams may have one.
	 */
	out->reaches_abstract =
	    (opts->needs & SANDBOX_READS) ||
	    (opts->bound && address_family(opts->bound->items) == AF_UNIX);
	add_needs(opts, opts->from, out);
	for (size_t i = 0; i < opts->target_count; i++)
		add_needs(opts, &opts->targets[i], out);
	if (!opts->from && !opts->needs && !opts->are_open)
		note_ports(cfg, opts, out);
	add_places(cfg, opts, out);
}

static void tell(const struct run *run, const struct sandbox_rules *rules,
    const struct sandbox_force *force)
{
	unsigned needs = rules->needs;

	tap_tell(run->tap, &(struct tap_event){ .kind = TAP_CONFINED,
			       .confined = {
				   .why_not = force->not_here,
				   .landlock = force->landlock,
				   .has_seccomp = force->calls,
				   .files = needs & SANDBOX_FILES,
				   .reads = needs & SANDBOX_READS,
				   .dials = needs & SANDBOX_DIALS,
				   .looks_up = needs & SANDBOX_LOOKS_UP,
				   .programs = needs & SANDBOX_PROGRAMS,
			       } });
}

/* Of what this kernel lacks, --sandbox=strict makes an error. */
static int check_strict(const struct sandbox_force *force, struct error *err)
{
	if (force->not_here)
		return error_set(err, FAULT_UNSUPPORTED,
		    "--sandbox=strict: there is no sandbox: %s",
		    force->not_here);
	if (force->landlock && force->calls)
		return 0;
	return error_set(err, FAULT_UNSUPPORTED,
	    "--sandbox=strict: this kernel has no %s",
	    force->landlock ? "seccomp(2)" : "landlock(7)");
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
		{ opts->bound && address_family(opts->bound->items) == AF_UNIX,
		    "a Unix socket" },
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

static int drop_privileges(const struct config *cfg,
    const struct confine_opts *opts, struct error *err)
{
	const struct privileges to = { cfg->user, cfg->chroot };

	if (!cfg->user && !cfg->chroot)
		return 0;
	if (check_privileges(cfg, opts, err) < 0)
		return -1;
	return privileges_drop(&to, err);
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
	if (cfg->sandbox == CONFINE_ON && (rules.needs & SANDBOX_PROGRAMS))
		force.not_here = "programs would be in it";
	else if (cfg->sandbox != CONFINE_OFF)
		result = sandbox_enter(&rules, &force, err);
	for (size_t i = 0; i < rules.place_count; i++)
		free(rules.places[i]);
	if (result == 0 && is_strict)
		result = check_strict(&force, err);
	if (result == 0)
		tell(run, &rules, &force);
	return result;
}

int confine_asking(
    const struct run *run, bool sees_processes, struct error *err)
{
	const struct confine_opts opts = {
		.needs = SANDBOX_DIALS | SANDBOX_BINDS | SANDBOX_LOOKS_UP |
		         SANDBOX_READS |
		         (sees_processes ? SANDBOX_PROCESSES : 0),
	};

	return confine(run, &opts, err);
}
