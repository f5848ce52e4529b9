/* SPDX-License-Identifier: MIT */
/* What the files of the outbox share. */
#ifndef RELAY_OUTBOX_PRIVATE_H
#define RELAY_OUTBOX_PRIVATE_H

#include "relay/outbox.h"

/* Fills err for the next datagram, of len bytes, with the cause and errno that
 * the call has left. Returns -1. */
int outbox_explain(const struct outbox *out, size_t len,
    const struct error *cause, struct error *err);

#endif
