/* SPDX-License-Identifier: MIT */
/* The near end of one session among many: what all are sent is read from it,
 * and what is written to it goes where the bytes of members go. */
#ifndef RELAY_MEMBER_H
#define RELAY_MEMBER_H

#include "relay/mixer.h"

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

/* Makes the stream. Returns NULL with err filled: the file cannot be opened. */
struct stream *member_stream(
    struct mixer *m, const struct member_opts *opts, struct error *err);

/* For the mixer */

struct member {
	struct stream stream;
	struct mixer *mixer;
	struct member *next, **link;
	enum member_kind kind;
	char *tag;
	struct bytes queue; /* its own; the first `taken` were read */
	size_t taken;
	struct broadcast_reader common; /* what all are sent, after that */
	struct bytes line;              /* without its end so far */
	struct client_file file;
	struct list_link waiting; /* of the members without room */
	bool was_called;          /* for room, and has not used it yet */
	bool is_cut, is_finished, is_incomplete;
	struct error *drop; /* why it is given up; NULL: it is not */
};

/* How many bytes wait to be read from it. */
size_t member_left(const struct member *b);

/* How much is kept for it. */
size_t member_kept(const struct member *b);

/* It fails, for a limit of genet, and keeps nothing. */
void member_drop(struct member *b, const struct error *cause);

#endif
