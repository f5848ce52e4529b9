/* SPDX-License-Identifier: MIT */
/* Refuses options that have no effect in a conversation by datagrams. */
#include "work/datagram-options.h"

/* A conversation by datagrams is with one sender, and has no end after which
 * the next one could begin. */
static int check_number(const struct config *cfg, struct error *err)
{
	if (!cfg->keep_open && cfg->count_conns < 2)
		return 0;
	error_set(err, FAULT_USAGE,
	    "%s and datagrams contradict each other: a conversation is with "
	    "the first sender only",
	    cfg->keep_open ? "--keep-open" : "--count-conns");
	return error_hint(err,
	    "to hear all senders: genet udp-recv PORT, or genet unix recv "
	    "PATH");
}

static int check_end(const struct config *cfg, struct error *err)
{
	if (!cfg->during)
		return 0;
	error_set(err, FAULT_USAGE,
	    "--during and datagrams contradict each other: nothing says when "
	    "the conversation with the program is over");
	return error_hint(err,
	    "to keep what the program sends: genet udp-recv, or genet unix "
	    "recv, with --during");
}

int datagram_options_check(const struct config *cfg, struct error *err)
{
	return check_number(cfg, err) < 0 ? -1 : check_end(cfg, err);
}
