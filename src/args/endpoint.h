/* SPDX-License-Identifier: MIT */
/* Operands to addresses: the forms in which people write host and port. */
#ifndef ARGS_ENDPOINT_H
#define ARGS_ENDPOINT_H

#include <stdbool.h>

#include "base/error.h"

struct endpoint {
	char *host;         /* NULL: all addresses */
	char *port;         /* NULL: none was given */
	bool is_port_alone; /* nothing else was written */
};

/* What an endpoint is for, which decides the forms that are allowed. */
struct endpoint_rules {
	const char *command;         /* for messages; NULL: it is an option */
	const char *usage, *example; /* for messages */
	bool may_bind;               /* PORT, :PORT, *:PORT, port 0 */
	bool port_is_optional;
	bool names_are_hosts; /* a single word that is no number is a host */
	const char *kind; /* "udp:": what came first, for messages; or NULL */
};

/*
 * Understands HOST PORT, HOST:PORT, [V6]:PORT, and for listeners PORT, :PORT
 * and *:PORT. Returns 0 with out filled, to be freed with endpoint_free(), or
 * -1 with FAULT_USAGE.
 */
int endpoint_parse(const char *const *operands,
    const struct endpoint_rules *rules, struct endpoint *out,
    struct error *err);
void endpoint_free(struct endpoint *e);

/* Checks the spelling of a port that is to be bound (0 is allowed) or
 * connected to. Returns 0, or -1 with FAULT_USAGE. */
int endpoint_check_port(const char *port, bool may_bind, struct error *err);

#endif
