/* SPDX-License-Identifier: MIT */
/* Options that have no effect with an address: what each needs. */
#include "work/ends/ends-options.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "work/far/secure.h"

/* What an end has. */
enum {
	IS_DIALLED = 1 << 0,
	IS_INET = 1 << 1,
	IS_TCP = 1 << 2,
	IS_OURS = 1 << 3,         /* genet opens it, and does not inherit it */
	HAS_CONNECTIONS = 1 << 4, /* and not only datagrams */
	HAS_CLIENTS = 1 << 5,
	HAS_SOURCE = 1 << 6, /* an address of its own that can be chosen */
	HAS_FILE = 1 << 7,   /* a socket file of genet */
	IS_NO_SCTP = 1 << 8,
	HAS_DATAGRAMS = 1 << 9,
	BINDS = HAS_CLIENTS | IS_OURS,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Of an inherited socket only the kernel knows what it is. */
static unsigned features(const struct config *cfg, const struct spec *s)
{
	enum spec_form form = spec_trait(s->kind)->form;
	bool has_datagrams = spec_type(s) == SOCK_DGRAM;
	bool is_dialled = s->role == SPEC_DIALS;
	bool is_inherited = s->fd >= 0 && !is_dialled;
	bool is_inet = form == SPEC_HOST || is_inherited;
	bool is_socket = form == SPEC_SOCKET && !is_inherited;
	unsigned found = is_dialled ? IS_DIALLED : HAS_CLIENTS;

	if (is_inet && s->kind == SPEC_SCTP)
		found |= IS_INET;
	else if (is_inet)
		found |=
		    (has_datagrams ? IS_INET : IS_INET | IS_TCP) | IS_NO_SCTP;
	if (!is_inherited)
		found |= IS_OURS;
	if (!has_datagrams)
		found |= HAS_CONNECTIONS;
	if (has_datagrams || is_inherited)
		found |= HAS_DATAGRAMS;
	if (spec_is_proxy(s->kind)) /* it dials what clients ask for */
		return found | IS_DIALLED | HAS_SOURCE;
	if (is_dialled && (is_inet || (is_socket && has_datagrams)))
		found |= HAS_SOURCE;
	if (is_socket && (!is_dialled || cfg->source))
		found |= HAS_FILE;
	return found;
}

/* With what an option has no effect. */
static const char *describe(const struct spec *ends, size_t count)
{
	if (count > 1)
		return "these addresses";
	if (ends->fd >= 0 && ends->role == SPEC_LISTENS)
		return "a socket that is inherited";
	return spec_type(ends) == SOCK_DGRAM ? "datagrams"
	                                     : spec_trait(ends->kind)->what;
}

static bool one_has(const unsigned *have, size_t count, unsigned needs)
{
	for (size_t i = 0; i < count; i++)
		if ((have[i] & needs) == needs)
			return true;
	return false;
}

int ends_options_check(const struct config *cfg, const struct spec *ends,
    size_t count, struct error *err)
{
	const struct sockopts *s = &cfg->sockopts;
	unsigned *have = xcalloc(count, sizeof(*have));
	bool has_tls = cfg->tls.is_asked;
	const struct row {
		bool is_given;
		const char *option;
		unsigned needs; /* all of them, of one end */
	} rows[] = {
		{ cfg->source, "--source", HAS_SOURCE },
		{ cfg->source_port, "--source-port", IS_DIALLED | IS_INET },
		{ cfg->proxy.urls.count, "--proxy", IS_DIALLED | IS_NO_SCTP },
		{ cfg->family == AF_INET, "-4", IS_INET },
		{ cfg->family == AF_INET6, "-6", IS_INET },
		{ cfg->urgent.bytes, "--urgent", IS_NO_SCTP },
		{ s->nagle, "--nagle", IS_TCP },
		{ s->keepalive, "--keepalive", IS_TCP },
		{ s->congestion, "--congestion", IS_TCP },
		{ s->min_ttl != SOCKOPT_UNSET, "--min-ttl", IS_TCP },
		{ s->mptcp, "--mptcp", IS_TCP | IS_OURS },
		{ s->fast_open, "--fast-open", IS_TCP },
		{ s->send_buffer != SOCKOPT_UNSET, "--send-buffer", IS_INET },
		{ s->recv_buffer != SOCKOPT_UNSET, "--recv-buffer", IS_INET },
		{ s->tos != SOCKOPT_UNSET, "--tos", IS_INET },
		{ s->ttl != SOCKOPT_UNSET, "--ttl", IS_INET },
		{ s->interface, "--interface", IS_INET },
		{ s->reuse_port, "--reuse-port", BINDS | IS_INET },
		{ cfg->backlog >= 0, "--backlog", BINDS | HAS_CONNECTIONS },
		{ cfg->mode >= 0, "--mode", HAS_FILE },
		{ cfg->allow.count, "--allow", HAS_CLIENTS | IS_INET },
		{ cfg->deny.count, "--deny", HAS_CLIENTS | IS_INET },
		{ cfg->end_with_peer, "--end-with-peer", HAS_CONNECTIONS },
		/* A single end has another, the standard streams. */
		{ count > 1 && cfg->linger_us != CLOCK_NEVER, "--linger",
		    HAS_CONNECTIONS },
		{ cfg->flow_timeout_us != CONFIG_FLOW_TIMEOUT, "--flow-timeout",
		    HAS_DATAGRAMS },
		{ cfg->reconnects, "--reconnect", HAS_CONNECTIONS },
	};

	for (size_t i = 0; i < count; i++) {
		have[i] = features(cfg, &ends[i]);
		has_tls |= ends[i].kind == SPEC_TLS;
	}
	const char *unused = NULL;
	for (size_t i = 0; i < COUNT(rows) && !unused; i++)
		if (rows[i].is_given && !one_has(have, count, rows[i].needs))
			unused = rows[i].option;
	free(have);
	if (unused)
		return error_set(err, FAULT_USAGE, "%s has no effect with %s",
		    unused, describe(ends, count));
	return has_tls ? 0 : secure_check_unused(cfg, err);
}
