/* SPDX-License-Identifier: MIT */
/* What the sandbox of a run follows from, but for its options. */
#ifndef WORK_CONFINE_OPTS_H
#define WORK_CONFINE_OPTS_H

#include <stdbool.h>

#include "args/spec.h"
#include "sys/sandbox/sandbox.h"

/* Where a run comes to, and what is open then. */
struct confine_opts {
	/* What the rest of the run does: of enum sandbox_need. */
	unsigned needs;
	/* What is dialled in the rest of the run; or was, if are_open. */
	const struct spec *targets, *from; /* from: one more, or NULL */
	size_t target_count;
	bool are_open;
	bool are_asked; /* files among them are looked at */
	bool has_tls;   /* clients speak TLS, with keys of this process */
	/* Unix sockets whose files are removed at the end; or NULL. */
	const struct address_list *bound;
};

#endif
