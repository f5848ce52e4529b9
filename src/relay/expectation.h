/* SPDX-License-Identifier: MIT */
/* A text that one of several datagrams must hold. */
#ifndef RELAY_EXPECTATION_H
#define RELAY_EXPECTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* How much of a datagram is shown that is not what was expected. */
#define EXPECTATION_SHOWN 80

/* Begin with text and len set, and the rest zero. */
struct expectation {
	const char *text; /* NULL: nothing is expected */
	size_t len;
	bool is_met;
	char last[EXPECTATION_SHOWN]; /* the beginning of the last datagram */
	size_t last_len;              /* of the whole of it */
};

void expectation_look(struct expectation *e, const void *bytes, size_t len);

/* At the end: returns 0, or -1 with FAULT_UNMET. The count is how many
 * datagrams have come, in words: "2 answers"; NULL if none did. */
int expectation_check(
    const struct expectation *e, const char *count, struct error *err);

#endif
