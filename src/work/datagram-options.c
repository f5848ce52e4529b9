/* SPDX-License-Identifier: MIT */
/* Refuses options that have no effect in a conversation by datagrams. */
#include "work/datagram-options.h"

/* With many senders, the end of the program ends all conversations. */
static int check_end(const struct config *cfg, struct error *err)
{
	bool is_one = !cfg->keep_open && cfg->count_conns < 2;

	if (!cfg->during || !is_one)
		return 0;
	error_set(err, FAULT_USAGE,
	    "--during and a conversation by datagrams contradict each other: "
	    "nothing says when it is over");
	return error_hint(err,
	    "to talk to all senders until the program ends: --keep-open; to "
	    "keep what the program sends: genet udp-recv, or genet unix recv, "
	    "with --during");
}

int datagram_options_check(const struct config *cfg, struct error *err)
{
	return check_end(cfg, err);
}
