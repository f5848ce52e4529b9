/* SPDX-License-Identifier: MIT */
/* What sessions of fuzz-session.c carry bytes between: a user at each end, who
 * says and hears, and wires, which are like connections of TCP. Calls that the
 * contract of streams forbids end the process. */
#ifndef FUZZ_SCRIPTED_H
#define FUZZ_SCRIPTED_H

#include "base/bytes.h"
#include "stream/stream.h"

struct fuzz_user {
	struct stream stream;
	uint8_t seed;  /* of what the user says */
	size_t to_say; /* so many bytes in all */
	size_t said;   /* and were read so far */
	size_t takes;  /* so many bytes more are heard */
	size_t piece;  /* the most that a call moves */
	bool has_ended, read_fails, write_fails, is_reader_gone;

	/* What has happened to it. */
	struct bytes heard;
	bool was_told;    /* that no more comes */
	bool has_broken;  /* a read has failed */
	bool has_refused; /* a write has failed */
	bool was_read_to_end, is_closed;
};

void fuzz_user_init(struct fuzz_user *u, uint8_t seed);
void fuzz_user_free(struct fuzz_user *u);

/* The byte that the user says at that place. */
unsigned char fuzz_user_byte(const struct fuzz_user *u, size_t at);

struct fuzz_wire_end {
	struct stream stream;
	struct fuzz_wire_end *other;
	struct bytes arrived; /* to be read here */
	size_t room;          /* for what arrives */
	size_t piece;         /* the most that a call moves */
	uint64_t read, written;
	bool has_finished; /* no more is written here */
	bool is_lost;      /* by a reset of the other end */
	bool resets;       /* when it is closed */
	bool is_watched, is_closed, was_read_to_end;
	bool knows_it_is_alone;      /* it was told that the other is gone */
	bool holds_acknowledgements; /* of what was written here */
	bool says_ready;             /* once, without a reason */
};

struct fuzz_wire {
	struct fuzz_wire_end ends[2];
	bool was_cut; /* by the network */
};

void fuzz_wire_init(struct fuzz_wire *w);
void fuzz_wire_free(struct fuzz_wire *w);

/* The network loses the connection, for both ends. */
void fuzz_wire_lose(struct fuzz_wire *w);

/* Whether that happened, or an end was told that the other one is gone. */
bool fuzz_wire_is_broken(const struct fuzz_wire *w);

/* A number that changes when something happens to it. */
uint64_t fuzz_wire_moved(const struct fuzz_wire *w);

/* What poll(2) says of the descriptor for reads, or of that for writes. */
short fuzz_stream_events(struct stream *s, bool is_read);

#endif
