/* SPDX-License-Identifier: MIT */
/* The dialogues of a command line: genet talk and genet mock. */
#ifndef WORK_PLAYING_DIALOGUES_H
#define WORK_PLAYING_DIALOGUES_H

#include "args/spec.h"
#include "dialogue/repertoire.h"
#include "dialogue/variables.h"
#include "relay/arrival.h"
#include "relay/policy.h"
#include "stream/dialogue-stream.h"
#include "work/run.h"

/* What a command does with them. */
struct dialogues_use {
	const struct run *run;
	const struct spec *where;
	enum dialogue_side side; /* that is played */
	/* As of dialogue_stream_opts. */
	void (*changed)(void *context, const struct mismatch *mismatch);
	void *context;
};

struct dialogues {
	struct dialogues_use use;
	struct dialogue_file file;
	struct variables known; /* of --set */
	struct repertoire repertoire;
};

/*
 * Reads the file that the second operand names, and takes the dialogues that
 * the other operands name. Refuses what cannot be played over the address.
 * Returns 0, or -1 with err filled; dialogues_close() follows in any case.
 */
int dialogues_open(
    struct dialogues *d, const struct dialogues_use *use, struct error *err);
void dialogues_close(struct dialogues *d);

/* The rules of a session with a peer. */
struct session_rules dialogues_rules(
    const struct dialogues *d, struct pool *pool);

/* Makes the near end of a session, which plays a dialogue with the peer. only:
 * that one; NULL: those of the repertoire that the peer begins. */
struct session_end dialogues_near(struct dialogues *d,
    const struct dialogue *only, const struct arrival *peer);

#endif
