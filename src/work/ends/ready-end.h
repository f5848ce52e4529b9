/* SPDX-License-Identifier: MIT */
/*
 * Ends that open at once: files, terminals, programs, and what is no file at
 * all. Each kind makes its first member, from what its address says; ready_end
 * opens it as often as its peers want, or says why not again.
 */
#ifndef WORK_ENDS_READY_END_H
#define WORK_ENDS_READY_END_H

#include <stdlib.h>

#include "net/dial/ready-dial.h"

/* Where an address stands, which decides what becomes of a file. */
enum end_side { END_LEFT, END_RIGHT };

struct ready_end {
	ready_open *open;                   /* with the end as its context */
	void (*close)(struct ready_end *e); /* frees what the kind owns */
};

/* Makes a dial of the end, which must outlive the dial and its streams. */
static inline struct dial *ready_end_dial(
    struct ready_end *e, const char *name, const struct retry_opts *retry)
{
	return ready_dial(name, e->open, e, retry);
}

/* Accepts NULL. */
static inline void ready_end_close(struct ready_end *e)
{
	if (!e)
		return;
	if (e->close)
		e->close(e);
	free(e);
}

#endif
