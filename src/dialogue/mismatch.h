/* SPDX-License-Identifier: MIT */
/* Why a conversation was not as the dialogue says. */
#ifndef DIALOGUE_MISMATCH_H
#define DIALOGUE_MISMATCH_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/error.h"
#include "dialogue/dialogue.h"

enum mismatch_kind {
	MISMATCH_BYTES,     /* another byte came, at differs_at */
	MISMATCH_LINE,      /* the line or message does not match */
	MISMATCH_END,       /* the stream has ended too early */
	MISMATCH_NO_END,    /* bytes came, not the end */
	MISMATCH_RESET,     /* the connection was reset */
	MISMATCH_NO_RESET,  /* an end or bytes came, not a reset */
	MISMATCH_TIMEOUT,   /* nothing more came in time */
	MISMATCH_TOO_LONG,  /* the step has more bytes than limit */
	MISMATCH_LENGTH,    /* a message is shorter or longer */
	MISMATCH_UNREAD,    /* of what was said, nothing more was taken */
	MISMATCH_NONE_FITS, /* none of several dialogues goes on like this */
};

struct mismatch {
	enum mismatch_kind kind;
	enum mismatch_kind cause; /* of NONE_FITS: of the nearest dialogue */
	size_t candidates;        /* of NONE_FITS: how many there were */
	const char *file;
	enum dialogue_side played;       /* the other one is checked */
	const struct dialogue *dialogue; /* NULL: there was none to choose */
	const struct dialogue_step *step;
	size_t step_number;    /* in the dialogue, from 1 on */
	bool is_message;       /* the step is one message */
	struct bytes expected; /* with the values of variables */
	struct bytes came;     /* for this step: the first bytes of these */
	uint64_t came_count;   /* how many there were */
	size_t differs_at;     /* in both */
	int64_t waited_us;     /* of TIMEOUT, UNREAD */
	size_t limit;          /* of TOO_LONG */
};

/* Sets FAULT_UNMET: file, line, dialogue and step, what was expected, what
 * came; as further lines both, escaped, with a mark below the first byte that
 * differs. Returns -1. */
int mismatch_error(const struct mismatch *m, struct error *err);

void mismatch_free(struct mismatch *m);

#endif
