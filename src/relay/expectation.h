/* SPDX-License-Identifier: MIT */
/* A text that one of several datagrams must hold. */
#ifndef RELAY_EXPECTATION_H
#define RELAY_EXPECTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* How many bytes of a datagram are shown that does not hold the text. */
#define EXPECTATION_SHOWN 80

/* Begin with text and len set, and the rest zero. */
struct expectation {
	const char *text; /* NULL: nothing is expected */
	size_t len;
	bool is_met;
	char last[EXPECTATION_SHOWN]; /* the first bytes of the last datagram */
	size_t last_len;              /* the length of that datagram */
};

/* Looks for the text in a datagram. */
void expectation_look(struct expectation *e, const void *bytes, size_t len);

/* Called at the end. Returns 0, or -1 with FAULT_UNMET. count: the number of
 * datagrams in words, "2 answers"; NULL if none has come. */
int expectation_check(
    const struct expectation *e, const char *count, struct error *err);

#endif
