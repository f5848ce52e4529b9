/* SPDX-License-Identifier: MIT */
/* What a probe does with a connection: nothing, or a question and its answer.
 */
#ifndef PROBE_PROBE_EXCHANGE_H
#define PROBE_PROBE_EXCHANGE_H

#include "probe/exchange.h"
#include "probe/probe-private.h"

/* Begin an exchange, if the probe has one, on a connected socket of the type
 * that does not block, and continue. Without one the connection is the finding.
 * The socket is closed at the end. */
enum probe_finding probe_begin_exchange(
    struct probe *p, struct exchange *e, int fd, int type);
enum probe_finding probe_go_on_exchange(struct probe *p, struct exchange *e);

/* Breaks the exchange off if it goes on, and says in p->cause what has come so
 * far. */
void probe_end_exchange(struct probe *p, struct exchange *e);

#endif
