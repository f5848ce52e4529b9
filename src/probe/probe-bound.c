/* SPDX-License-Identifier: MIT */
/* A probe that asks the kernel which socket is bound to an address, without
 * sending anything. */
#include <errno.h>
#include <sys/socket.h>

#include "net/socket.h"
#include "probe/probe-private.h"
#include "sys/socket/socket-table.h"

static enum probe_finding look_for(const struct address *a, struct probe *p)
{
	struct socket_entry entry;
	bool found = socket_table_find(a, p->opts.type, &entry);

	if (found && p->opts.type && entry.type != p->opts.type) {
		error_set(&p->cause, FAULT_REFUSED, "it is a %s socket",
		    socket_type(entry.type));
		return PROBE_ABSENT;
	}
	if (found && (entry.listens || entry.type == SOCK_DGRAM))
		return PROBE_THERE;
	if (!found && errno != 0) {
		error_sys(&p->cause, FAULT_UNSUPPORTED,
		    "cannot ask the kernel for its sockets (sock_diag)");
		return PROBE_HOPELESS;
	}
	error_set(&p->cause, FAULT_REFUSED,
	    p->opts.type == SOCK_DGRAM ? "no socket is bound to it"
				       : "nothing listens on it");
	return PROBE_ABSENT;
}

static enum probe_finding begin(struct probe *p)
{
	const struct address_list *wanted = &p->targets.addresses;
	enum probe_finding finding = PROBE_ABSENT;

	p->is_cheap = true;
	if (p->opts.unix_address.len)
		return look_for(&p->opts.unix_address, p);
	for (size_t i = 0; i < wanted->count && finding == PROBE_ABSENT; i++)
		finding = look_for(&wanted->items[i], p);
	return finding;
}

static const struct probe_words words = {
	.there = "bound",
	.missing = "was not bound",
	.left = "was still bound",
	.all_missing = "addresses were not bound",
	.all_left = "addresses were still bound",
	.reason_left = "a socket is bound to it",
};

const struct probe_ops probe_bound_ops = {
	.begin = begin,
	.is_of_this_host = true,
	.words = &words,
};
