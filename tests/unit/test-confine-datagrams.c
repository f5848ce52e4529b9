/* SPDX-License-Identifier: MIT */
/* What the sandbox of a run leaves that receives datagrams. */
#include "work/confine.h"

#include "inet-address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is left of these needs, with a socket that is bound to an address. */
static const struct {
	const char *bound;
	unsigned needs, left;
} rows[] = {
	{ "0.0.0.0", SANDBOX_DATAGRAMS | SANDBOX_REFUSES,
	    SANDBOX_DATAGRAMS | SANDBOX_REFUSES },
	{ "::", SANDBOX_DATAGRAMS | SANDBOX_CONNECTS,
	    SANDBOX_DATAGRAMS | SANDBOX_CONNECTS },
	{ "192.0.2.1", SANDBOX_DATAGRAMS | SANDBOX_REFUSES, SANDBOX_REFUSES },
	{ "192.0.2.1", SANDBOX_DATAGRAMS | SANDBOX_CONNECTS, SANDBOX_CONNECTS },
	{ "192.0.2.1", SANDBOX_SILENT, SANDBOX_SILENT },
};

static void check_bound(void)
{
	const struct config cfg = CONFIG_DEFAULT;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sandbox_rules made;
		struct address a = inet(rows[i].bound, 9);
		const struct address_list bound = { .items = &a, .count = 1 };
		const struct confine_opts opts = { .needs = rows[i].needs,
			.bound = &bound };
		confine_make(&cfg, &opts, &made);
		is_int(made.needs, rows[i].left, "bound to %s, row %zu",
		    rows[i].bound, i);
	}
}

/* Look-ups and programs send messages. */
static void check_silence(void)
{
	struct config cfg = CONFIG_DEFAULT;
	const struct confine_opts opts = { .needs = SANDBOX_SILENT };
	struct sandbox_rules made;

	cfg.nc.program = "nc";
	cfg.nc.listens = true;
	cfg.verbosity = 1;
	confine_make(&cfg, &opts, &made);
	is_int(made.needs, SANDBOX_LOOKS_UP, "nc -l -u -k -v");
	cfg = (struct config)CONFIG_DEFAULT;
	cfg.during = true;
	confine_make(&cfg, &opts, &made);
	is_int(made.needs, SANDBOX_PROGRAMS, "udp-recv --during");
}

int main(void)
{
	check_bound();
	check_silence();
	return plan();
}
