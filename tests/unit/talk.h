/* SPDX-License-Identifier: MIT */
/* Conversations between ends that open at once, for tests. */
#ifndef UNIT_TALK_H
#define UNIT_TALK_H

#include <stdint.h>

#include "work/ends/ready-end.h"

struct talk {
	struct ready_end *left, *right;
	struct connection far, near;
	struct error err;
};

/* A tenth of a second, and one try. */
extern const struct retry_opts talk_no_retry;

/* Makes an end of an address with a prefix. Returns NULL if that fails. */
struct ready_end *talk_make(
    const char *text, enum end_side side, struct error *err);
int talk_open(struct ready_end *e, const char *name, struct connection *out,
    struct error *err);

/* Makes both ends; frees them. */
void talk_start(struct talk *t, const char *left, const char *right);
void talk_stop(struct talk *t);

/* Runs the session of two ends that are open until it ends, or until nothing
 * moves for so long. Returns 0 or -1. */
int talk_run(struct talk *t, int64_t most);

/* Opens both, and has them talk. Returns the message, or "" for success. */
const char *talk_converse(
    struct talk *t, const char *left, const char *right, int64_t most);

/* All of that, with a case for the message. */
void talk_check(const char *left, const char *right, const char *message);

/* Write a file, and read one, which is small. */
void talk_put(const char *name, const char *text);
const char *talk_get(const char *name);

#endif
