/* SPDX-License-Identifier: MIT */
/* What commands that ask addresses have in common: the question of --send and
 * --expect, and the operands as targets. */
#ifndef WORK_ASKING_H
#define WORK_ASKING_H

#include "args/config.h"
#include "args/spec.h"
#include "probe/exchange.h"

/* Whether the command line has a question, which an exchange asks. */
bool asking_has_question(const struct config *cfg);

/* The question. What it points to belongs to the config. */
struct exchange_opts asking_question(const struct config *cfg);

/* Checks that there is something to send to a target of datagrams, and that one
 * datagram has room for it. purpose is what a connection would be for: "try".
 * Returns 0, or -1 with err filled. */
int asking_check_datagram(const struct config *cfg, const struct spec *target,
    const char *command, const char *purpose, struct error *err);

/* The targets of a command line. Begin with all zeros. */
struct asking {
	struct spec *targets;
	size_t count; /* of these */
	int read;     /* how many operands they are made of */
};

/* Reads all operands by the rules, and checks each target. Returns 0, or -1
 * with err filled; then a->read is the index of the operand at fault. */
int asking_read(struct asking *a, const struct config *cfg,
    const struct spec_rules *rules,
    int (*check)(
	const struct config *cfg, const struct spec *target, struct error *err),
    struct error *err);

/* Frees the targets, in any state. */
void asking_free(struct asking *a);

#endif
