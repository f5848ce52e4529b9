/* SPDX-License-Identifier: MIT */
/* Dialling as a member of the loop. */
#ifndef RELAY_DIALLER_H
#define RELAY_DIALLER_H

#include "net/dial/dial.h"
#include "relay/loop.h"

struct dialler {
	struct pollable pollable;
	struct dial *dial;            /* owned; NULL: it has ended */
	struct connection connection; /* then; or why there is none: */
	struct error failure;
	void (*ended)(void *context); /* may not free the dialler */
	void *context;
};

/* Begins in the loop, with dial, ended and context set. */
void dialler_start(struct dialler *d, struct loop *loop);

/* Gives up, if it has not ended, or not begun. */
void dialler_stop(struct dialler *d);

#endif
