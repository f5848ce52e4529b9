/* SPDX-License-Identifier: MIT */
/* What the files of the mover share. */
#ifndef RELAY_IMPAIR_IMPAIR_MOVER_PRIVATE_H
#define RELAY_IMPAIR_IMPAIR_MOVER_PRIVATE_H

#include "relay/impair/impair-bind.h"
#include "relay/impair/impair-mover.h"
#include "relay/impair/impair-queue.h"

struct impair_mover {
	struct mover mover;
	struct impair_mover_opts opts;
	unsigned version; /* of the set, as far as it is known here */
	struct impair_bind *binds;
	size_t count;
	unsigned char *scratch; /* what was read; NULL after settle() */
	struct impair_queue queue;
	uint64_t offset;   /* how many bytes were read */
	uint64_t messages; /* the same */
	int64_t added;     /* bytes added less bytes taken away */
	struct bytes late; /* a message that the next one overtakes */
	bool has_late;     /* also one without bytes */
	int64_t late_due;
	/* The end of the source, or a fault that ends the conversation once
	 * what came before is written. */
	bool has_ended, is_closing, is_judged;
	int64_t ended_at;
	/* What goes next: len bytes of the first piece, or the end. */
	bool is_planned;
	size_t next_len;
	int64_t next_due, last_due;
};

/* Brings the faults up to date with the set. */
void impair_mover_bind(struct impair_mover *m, bool is_new);
void impair_mover_unbind(struct impair_mover *m);

/* The kind of a bound fault. */
static inline const struct impairment *impair_mover_what(
    const struct impair_bind *b)
{
	return &b->entry->what;
}

/* Looks at all faults for what comes in next. */
void impair_mover_look(struct impair_mover *m, int64_t now);

/* The first place of the fault that is not before that offset; UINT64_MAX:
 * there is none. */
uint64_t impair_mover_place(const struct impair_bind *b, uint64_t offset);

/* Flips a bit in each byte that the faults choose among the len bytes, which
 * begin at the present offset. */
void impair_mover_corrupt(
    struct impair_mover *m, unsigned char *bytes, size_t len);

/* Puts what has come into the queue, as the faults want it: bytes; one message;
 * the message that was held back. */
void impair_mover_take_bytes(struct impair_mover *m, const unsigned char *bytes,
    size_t len, int64_t now);
void impair_mover_take_message(struct impair_mover *m,
    const unsigned char *bytes, size_t len, int64_t now);
void impair_mover_release_late(struct impair_mover *m, int64_t now);

/* Plans what goes next, and when; notes that some of it has gone. */
void impair_mover_plan(struct impair_mover *m);
void impair_mover_note_gone(struct impair_mover *m, size_t len);

/* Tells observers that the fault does something to so many bytes; or, once for
 * each period, that it is in force. */
void impair_mover_tell(struct impair_mover *m, struct impair_bind *b,
    uint64_t offset, size_t bytes);
void impair_mover_tell_once(struct impair_mover *m, struct impair_bind *b,
    const struct impair_window *w, uint64_t offset);

#endif
