/* SPDX-License-Identifier: MIT */
/*
 * What is common to many sessions: one output for all, and one input, of which
 * each gets all. A member of it is a stream, the near end of one session.
 */
#ifndef RELAY_MIXER_H
#define RELAY_MIXER_H

#include "base/bytes.h"
#include "base/list.h"
#include "relay/broadcast.h"
#include "relay/client-files.h"
#include "relay/loop.h"
#include "stream/stream.h"

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
	struct broadcast input;
	struct bytes output; /* not written yet */
	size_t kept;
	struct member *members;
	struct client_files files;
	uint64_t incomplete; /* files */
	struct list waiting; /* members without room, in their turn */
	uint64_t turns;      /* given so far */
	bool input_ended, wants_input, is_over;
	struct error failure; /* FAULT_NONE: all went well */
	size_t in_slot, out_slot;
};

/* The local stream stays the caller's. Add mixer.pollable to a loop. */
void mixer_init(struct mixer *m, const struct mixer_opts *opts);

/* When there are no members any more. */
void mixer_free(struct mixer *m);

/* How many bytes wait for the output. */
size_t mixer_unwritten(const struct mixer *m);

/* Ends it as a member of its loop. */
void mixer_stop(struct mixer *m);

enum member_kind {
	MEMBER_RAW,     /* to the output, as the bytes come */
	MEMBER_LINES,   /* to the output, whole lines */
	MEMBER_FILE,    /* to a file of its own */
	MEMBER_ECHO,    /* is read again, in order with what all are sent */
	MEMBER_DISCARD, /* nowhere */
};

struct member_opts {
	enum member_kind kind;
	const struct bytes *greeting; /* is read first; NULL: none */
	const char *tag;              /* before each line, or NULL */
	const char *file_name;        /* of MEMBER_FILE */
	bool carries_messages;
};

/* Makes the near end of a session: what all are sent is read from it, and what
 * is written to it goes where the bytes of members go. Returns NULL with err
 * filled: the file cannot be opened. */
struct stream *mixer_member_stream(
    struct mixer *m, const struct member_opts *opts, struct error *err);

#endif
