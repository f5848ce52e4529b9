/* SPDX-License-Identifier: MIT */
/* What a run has to receive: how much is enough, and which text is expected. */
#ifndef RELAY_GOAL_H
#define RELAY_GOAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A text that is found even if it comes in pieces. */
struct goal_text {
	const char *text;
	size_t len;       /* 0: no text */
	size_t *fallback; /* after a mismatch (Knuth, Morris and Pratt) */
};

/* How many of the first bytes are shown in messages. */
#define GOAL_SHOWN 60

struct goal_opts {
	const char *expect; /* must be received; NULL: none; may hold NUL */
	size_t expect_len;
	const char *until; /* is enough; the same */
	size_t until_len;
	uint64_t max_lines, max_bytes; /* are enough; 0: no limit */
	uint64_t max_reads; /* from all senders, such as datagrams; the same */
};

struct goal {
	struct goal_opts opts;
	struct goal_text expect, until;
	uint64_t lines, bytes, reads;
	char first[GOAL_SHOWN + 1]; /* the first bytes; one more than shown */
	bool has_expected, is_reached;
	void (*reached)(void *context); /* called when it is; or NULL */
	void *context;
};

/* How much of the texts one of several senders has sent. Begin with zeros. */
struct goal_progress {
	size_t expect, until;
};

void goal_init(struct goal *g, const struct goal_opts *opts);
void goal_free(struct goal *g);

/* Whether any option is set. */
bool goal_is_set(const struct goal *g);

/* Looks at the bytes of one read. Returns how many of them are wanted: fewer
 * than len only if the goal is reached by them, or was before. */
size_t goal_look(
    struct goal *g, struct goal_progress *p, const char *bytes, size_t len);

/* Called at the end. Returns 0, or -1 with FAULT_UNMET if the goal was not
 * reached; fewer reads than max_reads are no failure. */
int goal_check(const struct goal *g, struct error *err);

#endif
