/* SPDX-License-Identifier: MIT */
/* What a run is to receive: how much is enough, and what must be among it. */
#ifndef RELAY_GOAL_H
#define RELAY_GOAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A text to be found although it comes in pieces. */
struct goal_text {
	const char *text;
	size_t len;       /* 0: none is looked for */
	size_t *fallback; /* after a mismatch (Knuth, Morris and Pratt) */
};

/* How much of what came first is kept for messages. */
#define GOAL_SHOWN 60

struct goal_opts {
	const char *expect; /* must be received; NULL: none; may hold NUL */
	size_t expect_len;
	const char *until; /* is the last; the same */
	size_t until_len;
	uint64_t max_lines, max_bytes; /* are enough; 0: no limit */
	uint64_t max_reads; /* from all senders, such as datagrams; the same */
};

struct goal {
	struct goal_opts opts;
	struct goal_text expect, until;
	uint64_t lines, bytes, reads;
	char first[GOAL_SHOWN + 1]; /* what came; one more than is shown */
	bool has_expected, is_reached;
	void (*reached)(void *context); /* is called then; or NULL */
	void *context;
};

/* How far one of several senders has come with the texts. Begin with zeros. */
struct goal_progress {
	size_t expect, until;
};

void goal_init(struct goal *g, const struct goal_opts *opts);
void goal_free(struct goal *g);

/* Whether there is anything to look for. */
bool goal_is_set(const struct goal *g);

/* Looks at bytes that came with one read. Returns how many of them still belong
 * to what is wanted; less than len only when the goal is reached by them. */
size_t goal_look(
    struct goal *g, struct goal_progress *p, const char *bytes, size_t len);

/* At the end: returns 0, or -1 with FAULT_UNMET if something was not received;
 * fewer reads than there may be are enough. */
int goal_check(const struct goal *g, struct error *err);

#endif
