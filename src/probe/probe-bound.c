/* SPDX-License-Identifier: MIT */
/* A probe that asks the kernel who is bound to an address: nobody notices. */
#include <errno.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "net/address/lookup.h"
#include "probe/probe-private.h"
#include "sys/socket-table.h"

struct looking {
	struct lookup *lookup;       /* NULL: none is under way */
	struct lookup_result wanted; /* stays, once it is known */
};

static enum probe_finding look_for(const struct address *a, struct probe *p)
{
	struct socket_entry entry;
	bool found = socket_table_find(a, p->opts.type, &entry);

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

static enum probe_finding look(struct probe *p)
{
	struct looking *l = p->state;
	const struct address_list *wanted = &l->wanted.addresses;
	enum probe_finding finding = PROBE_ABSENT;

	if (p->opts.unix_address.len)
		return look_for(&p->opts.unix_address, p);
	for (size_t i = 0; i < wanted->count && finding == PROBE_ABSENT; i++)
		finding = look_for(&wanted->items[i], p);
	return finding;
}

static enum probe_finding resolve(struct probe *p)
{
	struct looking *l = p->state;

	if (!lookup_is_done(l->lookup))
		return PROBE_GOES_ON;
	bool is_certain = lookup_is_certain(l->lookup);
	int result = lookup_end(l->lookup, &l->wanted, &p->cause);
	l->lookup = NULL;
	if (result < 0)
		return is_certain ? PROBE_HOPELESS : PROBE_UNCLEAR;
	return look(p);
}

static enum probe_finding begin(struct probe *p)
{
	struct looking *l = p->state;
	struct lookup_opts opts = probe_lookup_opts(p, p->opts.type);

	opts.passive = true;
	p->is_cheap = true;
	if (p->opts.unix_address.len || l->wanted.addresses.count)
		return look(p);
	l->lookup = lookup_begin(&opts, &p->cause);
	return l->lookup ? resolve(p) : PROBE_UNCLEAR;
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	const struct looking *l = p->state;

	waiting_add(w, lookup_fd(l->lookup), POLLIN);
	return CLOCK_NEVER;
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	(void)w;
	return resolve(p);
}

static void end(struct probe *p)
{
	struct looking *l = p->state;

	if (l->lookup)
		probe_end_lookup(p, l->lookup);
	l->lookup = NULL;
}

static void release(struct probe *p)
{
	struct looking *l = p->state;

	lookup_free(&l->wanted);
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
	.prepare = prepare,
	.service = service,
	.end = end,
	.release = release,
	.state_size = sizeof(struct looking),
	.words = &words,
};
