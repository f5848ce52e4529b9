/* SPDX-License-Identifier: MIT */
/* A dial as a member of the loop. */
#ifndef RELAY_DIALLER_H
#define RELAY_DIALLER_H

#include <stdbool.h>

#include "net/dial/dial.h"
#include "relay/loop.h"

struct dialler {
	struct pollable pollable;
	struct dial *dial;            /* owned; NULL: the dial has ended */
	struct connection connection; /* the result, or */
	struct error failure;         /* why there is none */
	/* The peer for which it is dialled: its loss gives the dial up. */
	const struct stream *caller; /* NULL: there is none */
	int64_t watches_from;        /* so long after the start */
	bool is_watching;            /* the caller, in this turn */
	bool caller_is_gone;         /* that is the failure */
	bool is_one_of_many; /* and does not tell people how far it is */
	void (*ended)(void *context); /* may not free the dialler */
	void *context;
};

/* Adds the dialler to the loop. The caller has set dial, ended and context. */
void dialler_start(struct dialler *d, struct loop *loop);

/* Gives up a dial that has not ended. */
void dialler_stop(struct dialler *d);

#endif
