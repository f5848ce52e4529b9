/* SPDX-License-Identifier: MIT */
/* The sandbox of an nc that dials. */
#include "work/nc/nc-confine.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "work/confine.h"

/* With one port more than the sandbox counts, all are open. */
#define SPECS_MOST (SANDBOX_PORTS + 1)

/* What is dialled, as other commands say it. */
struct dialled {
	struct spec specs[SPECS_MOST];
	size_t count;
	unsigned needs; /* besides */
};

static void add(
    struct dialled *d, enum spec_kind kind, const char *host, const char *port)
{
	d->specs[d->count++] = (struct spec){
		.kind = kind,
		.role = SPEC_DIALS,
		.name = xstrdup(host),
		.endpoint = { .host = xstrdup(host),
		    .port = port ? xstrdup(port) : NULL },
		.fd = -1,
	};
}

static void add_ports(
    struct dialled *d, const struct config *cfg, const struct nc_ports *ports)
{
	for (size_t i = 0; i < ports->count && d->count < SPECS_MOST; i++) {
		char *port = xasprintf("%u", ports->items[i]);
		add(d, cfg->udp ? SPEC_UDP : SPEC_TCP, cfg->nc.host, port);
		free(port);
	}
}

/* SOCKS 4 knows addresses only, so that the name is looked up here. */
static void add_proxy(struct dialled *d, const struct config *cfg)
{
	struct nc_proxy p = nc_proxy_read(&cfg->nc);

	add(d, SPEC_TCP, p.host, p.port);
	if (p.scheme == PROXY_SCHEME_SOCKS4 && !cfg->numeric)
		d->needs |= SANDBOX_LOOKS_UP;
	free(p.host);
}

/* Returns as confine(). Frees what is dialled. */
static int enter(
    const struct run *run, struct dialled *d, bool are_open, struct error *err)
{
	const struct confine_opts opts = {
		.needs = d->needs,
		.targets = d->specs,
		.target_count = d->count,
		.are_open = are_open,
	};
	int result = confine(run, &opts, err);

	for (size_t i = 0; i < d->count; i++)
		spec_free(&d->specs[i]);
	return result;
}

int nc_confine_dialling(
    const struct run *run, const struct nc_ports *ports, struct error *err)
{
	struct dialled d = { 0 };

	if (run->cfg->nc.proxy)
		add_proxy(&d, run->cfg);
	else
		add_ports(&d, run->cfg, ports);
	return enter(run, &d, false, err);
}

int nc_confine_connected(const struct run *run, struct error *err)
{
	const struct config *cfg = run->cfg;
	struct dialled d = { 0 };

	add(&d,
	    cfg->nc.is_unix ? SPEC_UNIX
	    : cfg->udp      ? SPEC_UDP
			    : SPEC_TCP,
	    cfg->nc.host, NULL);
	return enter(run, &d, true, err);
}
