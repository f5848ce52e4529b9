/* SPDX-License-Identifier: MIT */
/* A mixer whose local end is an actor, and which is served as by the loop. */
#ifndef UNIT_MIXER_BENCH_H
#define UNIT_MIXER_BENCH_H

#include "actor.h"
#include "relay/mixer-private.h"

#define MIB ((size_t)1024 * 1024)

struct mixer_bench {
	struct mixer mixer;
	struct actor local;
	int changes, wakes;               /* calls */
	int64_t due;                      /* of the last turn */
	bool has_messages, is_said_ready; /* the input */
};

/* With messages, members lend one message at a time. The mixer keeps 4 MiB at
 * the most. */
void mixer_bench_begin(struct mixer_bench *b, bool has_messages);
void mixer_bench_end(struct mixer_bench *b);

/* Closes a member, and ends. */
void mixer_bench_close(struct stream *member, struct mixer_bench *b);

/* One turn of the loop. */
void mixer_bench_turn(struct mixer_bench *b);

/* A member; tag may be NULL. */
struct stream *mixer_bench_join(
    struct mixer_bench *b, enum member_kind kind, const char *tag);

/* A member takes the text. */
void mixer_bench_say(struct stream *s, const char *text);

/* What the member lends now, as text; and that is taken. */
const char *mixer_bench_hear(struct stream *s, char *buf, size_t size);

#endif
