/* SPDX-License-Identifier: MIT */
/*
 * What is common to many sessions: one output for all, and one input, of which
 * each gets all. A share of both is a stream, the near end of a session
 * (relay/member.h).
 */
#ifndef RELAY_MIXER_H
#define RELAY_MIXER_H

#include "base/bytes.h"
#include "base/list.h"
#include "relay/broadcast.h"
#include "relay/client-files.h"
#include "relay/loop.h"
#include "stream/stream.h"

struct member;

struct mixer_opts {
	struct stream *local;
	bool has_input, has_output;
	bool names_differ; /* those of the files of members */
	size_t max_kept;   /* bytes, for all members and the output */
	/* The output has taken all, or the mixer has failed. */
	void (*changed)(void *context);
	void *context;
};

struct mixer {
	struct pollable pollable;
	struct mixer_opts opts;
	struct tap *tap;
	struct broadcast input;
	struct bytes output; /* the first `written` are */
	size_t written, kept;
	struct member *members;
	struct client_files files;
	uint64_t incomplete; /* files */
	struct list waiting; /* members without room */
	bool input_ended, wants_input, is_over;
	struct error failure; /* FAULT_NONE: all went well */
	size_t in_slot, out_slot;
};

/* The local stream stays the caller's. Add mixer.pollable to a loop. */
void mixer_init(
    struct mixer *m, const struct mixer_opts *opts, struct tap *tap);

/* When there are no members any more. */
void mixer_free(struct mixer *m);

/* How many bytes wait for the output. */
size_t mixer_unwritten(const struct mixer *m);

/* Ends it as a member of its loop. */
void mixer_stop(struct mixer *m);

/* For members */

/* Whether what a member is told would be taken. */
bool mixer_has_room(const struct mixer *m, bool for_output);

/* There may be room again for members that wait for it. */
void mixer_room_came(struct mixer *m);

/* The member has read what all are sent. */
void mixer_was_read(struct mixer *m, const struct member *b);

/* Makes room if need be: those members are dropped for which most is kept. */
void mixer_check_memory(struct mixer *m);

#endif
