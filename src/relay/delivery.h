/* SPDX-License-Identifier: MIT */
/* Whether the peer's kernel has confirmed the last bytes. It takes a round
 * trip, and no event tells: so we ask again, less and less often. */
#ifndef RELAY_DELIVERY_H
#define RELAY_DELIVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Begin with all zeros. */
struct delivery {
	int64_t ask_at; /* when to ask again; 0: no need to */
	int64_t pause;
	int unconfirmed; /* bytes, when it was asked last */
	bool has_moved;  /* there are fewer than before */
};

/* Asks for the socket whose end of stream was told. Returns 1; 0 if it is not
 * confirmed yet, and ask_at is set; or -1 with err filled if the peer has
 * refused some of it. */
int delivery_check(struct delivery *d, int fd, struct error *err);

#endif
