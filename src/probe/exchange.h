/* SPDX-License-Identifier: MIT */
/* What a probe does with a connection: nothing, or a question and its answer.
 */
#ifndef PROBE_EXCHANGE_H
#define PROBE_EXCHANGE_H

#include "base/bytes.h"
#include "probe/probe-private.h"

/* Begin with all zeros. */
struct exchange {
	const struct exchange_opts *opts; /* NULL: it is over */
	struct tap *tap;
	int fd;
	size_t sent;
	struct bytes received;   /* the latest of it */
	uint64_t received_bytes; /* how many there were in all */
};

/* Begins on a connected socket that does not block, which it closes at its end.
 * Without a question the connection is the finding. */
enum probe_finding exchange_begin(struct exchange *e, struct probe *p, int fd);

/* As those of struct probe_ops. */
int64_t exchange_prepare(const struct exchange *e, struct waiting *w);
enum probe_finding exchange_service(struct exchange *e, struct probe *p);

/* Breaks the exchange off if it goes on, and says in p->cause what has come so
 * far. */
void exchange_end(struct exchange *e, struct probe *p);

#endif
