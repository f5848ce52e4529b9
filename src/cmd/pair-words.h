/* SPDX-License-Identifier: MIT */
/* Small words of pair-demo, and how its lines are written. */
#ifndef CMD_PAIR_WORDS_H
#define CMD_PAIR_WORDS_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/pair-story.h"

/* The process that makes the others, as the number of a process. */
#define PAIR_WORDS_GENET 2

/* "writer", "reader", "A", "B" or "genet". */
const char *pair_words_name(const struct pair_story *story, int who);

/* The same within a sentence, "the writer", and at its beginning. */
const char *pair_words_subject(const struct pair_story *story, int who);
const char *pair_words_begin(const struct pair_story *story, int who);

/* "1 byte", "1000 messages". Returns buf. */
char *pair_words_quantity(
    char buf[TEXT_MEASURE], uint64_t number, const char *unit);

/* "15 us", and from a millisecond on as text_duration(). Returns buf. */
char *pair_words_duration(char buf[TEXT_MEASURE], int64_t duration_us);

/* Writes the line to standard output, wrapped at the width of a terminal, in
 * one write where the system lets it be one. Returns 0, or -1 with FAULT_IO, or
 * with the signal that a pipe without a reader means. */
int pair_words_line(const char *line, struct error *err);

/* The same with the text as a paragraph, which is filled, between what is to
 * stand before and after it. */
int pair_words_paragraph(
    const char *before, const char *text, const char *after, struct error *err);

#endif
