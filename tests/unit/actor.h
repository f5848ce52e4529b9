/* SPDX-License-Identifier: MIT */
/* A stream for tests that is told while it runs what happens to it. */
#ifndef UNIT_ACTOR_H
#define UNIT_ACTOR_H

#include <stdbool.h>

#include "base/bytes.h"
#include "stream/stream.h"

struct actor {
	struct stream stream;
	struct bytes says, heard; /* to be read; was written */
	bool ends, fails;         /* behind what it says */
	bool takes_nothing;       /* writes return STREAM_AGAIN */
	bool write_fails;         /* with FAULT_IO */
	bool has_confirmed;       /* everything is delivered */
	bool is_shaking_hands;    /* start returns STREAM_AGAIN */
	bool refuses_hands;       /* start fails with FAULT_TLS */
	bool cannot_shake_hands;  /* the same, by a call on this host */
	bool is_lost;             /* peer_gone fails */
	bool was_told, was_reset, is_watched, is_closed;
};

/* Says nothing, takes everything, and confirms everything. */
void actor_init(struct actor *a);
void actor_free(struct actor *a);

/* What was written so far, as text. */
const char *actor_heard(struct actor *a);

#endif
