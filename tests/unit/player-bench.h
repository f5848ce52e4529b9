/* SPDX-License-Identifier: MIT */
/* A player of dialogues that are given as text, its owner, and a clock that
 * stands still. */
#ifndef UNIT_PLAYER_BENCH_H
#define UNIT_PLAYER_BENCH_H

#include "base/bytes.h"
#include "dialogue/player.h"

#define BENCH_TIMEOUT 5000000

struct player_bench {
	struct player_opts opts; /* to be changed before player_bench_begin() */
	struct dialogue_file file;
	struct repertoire repertoire;
	struct variables known;
	struct player *player;
	int64_t now;
	struct bytes did; /* what it said and did, as text: see run */
	char message[2048];
};

/* Reads the dialogues of a file "x". The player is a client of the first of
 * them, or with only NULL a server of all. */
void player_bench_open(struct player_bench *b, const char *text);

/* Begins a connection. Another one may have been there before. */
void player_bench_begin(struct player_bench *b);

/* The other side says bytes, in pieces of at most that size; 0: at once. */
void player_bench_hear(
    struct player_bench *b, const char *bytes, size_t len, size_t piece);

/* Says and does all that the player wants, and notes it: what it says as bytes,
 * and "[end]", "[reset]", "[done]", "[fails]"; each message in "[]". Returns
 * the last act. */
enum player_act player_bench_run(struct player_bench *b);

/* What it did since the last call. */
const char *player_bench_did(struct player_bench *b);

/* The message of the mismatch, with its further lines. */
const char *player_bench_message(struct player_bench *b);

/* One mismatch. The player is a client, or a server of all dialogues, and says
 * what it has to say before and after the other side has said something, which
 * then does nothing more, ends, resets or is silent until it is late. */
enum player_then {
	PLAYER_THEN_NOTHING,
	PLAYER_THEN_END,
	PLAYER_THEN_RESET,
	PLAYER_THEN_RESET_EARLY, /* before the player has answered */
	PLAYER_THEN_WAIT,
};
enum { PLAYER_MESSAGES = 1, PLAYER_SERVES = 2, PLAYER_ONCE = 4 };

struct player_case {
	const char *dialogues;
	const char *comes;
	size_t comes_len;
	enum player_then then;
	int flags;
	const char *message;
};

/* Writes the message that results if all comes in pieces of that size. */
void player_case_run(
    const struct player_case *c, size_t piece, char *message, size_t size);

/* Passes if the message is that of the case, and byte by byte its first line.
 */
void player_case_check(const struct player_case *c);

void player_bench_end(struct player_bench *b);   /* of the connection */
void player_bench_close(struct player_bench *b); /* of all */

#endif
