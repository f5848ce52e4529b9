/* SPDX-License-Identifier: MIT */
/* Operands to addresses: the forms in which people write host and port. */
#ifndef ARGS_ENDPOINT_H
#define ARGS_ENDPOINT_H

#include <stdbool.h>

#include "base/error.h"

struct endpoint {
	char *host; /* NULL: all addresses */
	char *port; /* NULL: none was given */
	int fd;     /* an inherited descriptor, or -1 */
	bool is_udp;
	bool is_port_alone; /* nothing else was written */
};

/* What an endpoint is for, which decides the forms that are allowed. */
struct endpoint_rules {
	const char *command;         /* for messages; NULL: it is an option */
	const char *usage, *example; /* for messages */
	bool may_bind;               /* PORT, :PORT, *:PORT, fd:N, port 0 */
	bool port_is_optional;
	bool names_are_hosts; /* a single word that is no number is a host */
	bool takes_kinds;     /* "tcp:", "udp:" or "tls:" may come first */
	const char *kind; /* the kind that came first, for messages; or NULL */
};

/*
 * Understands HOST PORT, HOST:PORT, [V6]:PORT, and for listeners PORT, :PORT,
 * *:PORT and fd:N; where kinds are taken, with "tcp:", "udp:" or "tls:" before
 * it. Returns 0 with out filled, to be freed with endpoint_free(), or -1 with
 * FAULT_USAGE.
 */
int endpoint_parse(const char *const *operands,
    const struct endpoint_rules *rules, struct endpoint *out,
    struct error *err);
void endpoint_free(struct endpoint *e);

/* The kind that an address begins with: "tcp:", "udp:" or "tls:"; NULL: none.
 * URLs are no addresses. */
const char *endpoint_kind(const char *word);

/* Whether operands of a listener, which end in NULL, ask for port 0: the kernel
 * chooses a port. */
bool endpoint_is_any_port(const char *const *operands);

/* Understands "fd:N". Returns 1 with fd filled, 0 if the word has another form,
 * or -1 with FAULT_USAGE. */
int endpoint_parse_fd(const char *word, int *fd, struct error *err);

/* Checks the spelling of a port that is to be bound (0 is allowed) or
 * connected to. Returns 0, or -1 with FAULT_USAGE. */
int endpoint_check_port(const char *port, bool may_bind, struct error *err);

#endif
