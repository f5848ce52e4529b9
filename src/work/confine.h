/* SPDX-License-Identifier: MIT */
/* The sandbox of a run: what follows from the command line. */
#ifndef WORK_CONFINE_H
#define WORK_CONFINE_H

#include "args/spec.h"
#include "sys/sandbox/sandbox.h"
#include "work/run.h"

/* Where a run comes to, and what is open then. */
struct confine_opts {
	unsigned
	    needs; /* of enum sandbox_need: what the rest of the run does */
	/* What is dialled in the rest of the run; or was, if are_open. */
	const struct spec *targets, *from; /* from: one more, or NULL */
	size_t target_count;
	bool are_open;
	/* Unix sockets whose files are removed at the end; or NULL. */
	const struct address_list *bound;
};

/* --sandbox, in the order of its words. */
enum confine_how { CONFINE_ON, CONFINE_OFF, CONFINE_STRICT };

/*
 * Gives up what the rest of the run does not need, unless --sandbox=off. To be
 * called when files are open and addresses are bound, before anything is read
 * from a peer; later calls take more away. With programs there is no sandbox,
 * since they would be in it, unless --sandbox=strict. Returns 0, or -1 with err
 * filled.
 */
int confine(
    const struct run *run, const struct confine_opts *opts, struct error *err);

/* The same for commands that ask: they connect wherever they find addresses,
 * and read what this host says of itself; sees_processes: and of its processes,
 * which landlock would hide. */
int confine_asking(
    const struct run *run, bool sees_processes, struct error *err);

/* What a run with these opts needs and keeps; for tests. */
void confine_make(const struct config *cfg, const struct confine_opts *opts,
    struct sandbox_rules *out);

#endif
