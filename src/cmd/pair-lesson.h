/* SPDX-License-Identifier: MIT */
/* What stands before and after the story of pair-demo: what is going to
 * happen, and what is to be learned from it. */
#ifndef CMD_PAIR_LESSON_H
#define CMD_PAIR_LESSON_H

#include "base/error.h"
#include "cmd/pair-teller.h"

/* Both return 0, or -1 as pair_words_line(). */
int pair_lesson_introduce(const struct pair_story *story, struct error *err);

/* For a story that ended well. */
int pair_lesson_conclude(const struct pair_teller *teller, struct error *err);

#endif
