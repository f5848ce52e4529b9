/* SPDX-License-Identifier: MIT */
/* What the mixer and its members know of each other. */
#ifndef RELAY_MIXER_PRIVATE_H
#define RELAY_MIXER_PRIVATE_H

#include "relay/mixer.h"

struct member {
	struct stream stream;
	struct mixer *mixer;
	struct member *next, **link;
	enum member_kind kind;
	char *tag;
	struct bytes queue;             /* its own, not read yet */
	struct broadcast_reader common; /* what all are sent, after that */
	struct bytes line;              /* without its end so far */
	struct client_file file;
	struct list_link waiting; /* of the members without room */
	uint64_t turn;            /* since it waits; 0: it does not */
	bool is_cut, is_finished, is_incomplete;
	struct error *drop; /* why it is given up; NULL: it is not */
};

/* How many bytes wait to be read from it. */
size_t mixer_member_left(const struct member *b);

/* How much is kept for it. */
size_t mixer_member_kept(const struct member *b);

/* It fails, for a limit of genet, and keeps nothing. */
void mixer_member_drop(struct member *b, const struct error *cause);

/* Whether what a member is told would be taken. */
bool mixer_has_room(const struct mixer *m, bool for_output);

/* There may be room again for members that wait for it. */
void mixer_room_came(struct mixer *m);

/* The member has read what all are sent. */
void mixer_was_read(struct mixer *m, const struct member *b);

/* Makes room if need be: those members are dropped for which most is kept. */
void mixer_check_memory(struct mixer *m);

#endif
