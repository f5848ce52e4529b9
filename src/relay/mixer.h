/* SPDX-License-Identifier: MIT */
/*
 * The output and the input that many sessions share: the output takes the bytes
 * of all, and each gets the whole input. A member of the mixer is a stream, the
 * near end of one session.
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
	bool names_differ; /* no two members have a file of the same name */
	size_t max_kept;   /* bytes, for all members and the output */
	/* Called when the output has taken all, or the mixer has failed. */
	void (*changed)(void *context);
	void *context;
};

struct mixer {
	struct pollable pollable;
	struct mixer_opts opts;
	struct broadcast input;
	struct bytes output; /* bytes to be written */
	size_t kept;         /* bytes, for all members and the output */
	struct member *members;
	struct client_files files;
	uint64_t incomplete; /* number of files of members */
	struct list waiting; /* members that wait for room, by turn */
	uint64_t turns;      /* number of turns given out */
	bool input_ended, wants_input, is_over;
	struct error failure; /* FAULT_NONE: all went well */
	size_t in_slot, out_slot;
};

/* The local stream stays the caller's. To run the mixer, add mixer.pollable to
 * a loop. */
void mixer_init(struct mixer *m, const struct mixer_opts *opts);

/* Frees what the mixer holds, once all members are closed. */
void mixer_free(struct mixer *m);

/* The number of bytes to be written to the output. */
size_t mixer_unwritten(const struct mixer *m);

/* Ends the mixer as a member of its loop. */
void mixer_stop(struct mixer *m);

enum member_kind {
	MEMBER_RAW,     /* bytes go to the output as they come */
	MEMBER_LINES,   /* whole lines go to the output */
	MEMBER_FILE,    /* bytes go to a file of the member's own */
	MEMBER_ECHO,    /* bytes are read back, in order with the input */
	MEMBER_DISCARD, /* bytes are thrown away */
};

struct member_opts {
	enum member_kind kind;
	const struct bytes *greeting; /* is read before the input */
	const char *tag;              /* precedes each line; or NULL */
	const char *file_name;        /* of MEMBER_FILE */
	bool carries_messages;
};

/* Makes the near end of a session: a read returns the input, and the kind says
 * where written bytes go. Returns NULL with err filled if the file cannot be
 * opened. */
struct stream *mixer_member_stream(
    struct mixer *m, const struct member_opts *opts, struct error *err);

#endif
