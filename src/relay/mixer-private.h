/* SPDX-License-Identifier: MIT */
/* What the mixer and its members share. */
#ifndef RELAY_MIXER_PRIVATE_H
#define RELAY_MIXER_PRIVATE_H

#include "relay/mixer.h"

struct member {
	struct stream stream;
	struct mixer *mixer;
	struct member *next, **link;
	enum member_kind kind;
	char *tag;
	struct bytes queue;             /* for this member alone; read first */
	struct broadcast_reader common; /* the input of all, read after that */
	struct bytes line;              /* the line that has no end so far */
	struct client_file file;
	struct list_link waiting; /* in the list of members without room */
	uint64_t turn;            /* to write; 0: it does not wait */
	bool is_cut, is_finished, is_incomplete;
	struct error *drop; /* why genet has dropped it; NULL: it has not */
};

/* The number of bytes to be read from the member. */
size_t mixer_member_left(const struct member *b);

/* The number of bytes that are kept for the member. */
size_t mixer_member_kept(const struct member *b);

/* Drops the member because of a limit of genet: it fails and keeps nothing. */
void mixer_member_drop(struct member *b, const struct error *cause);

/* Whether a member may take bytes to keep; for_output: for the output. */
bool mixer_has_room(const struct mixer *m, bool for_output);

/* Called when there may be room again for members that wait. */
void mixer_room_came(struct mixer *m);

/* Called when the member has read some of the input. */
void mixer_was_read(struct mixer *m, const struct member *b);

/* If too much is kept, drops the members for which most is kept. */
void mixer_check_memory(struct mixer *m);

#endif
