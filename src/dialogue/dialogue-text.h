/* SPDX-License-Identifier: MIT */
/* Writes the text form of dialogues: genet-dialogue(5). */
#ifndef DIALOGUE_DIALOGUE_TEXT_H
#define DIALOGUE_DIALOGUE_TEXT_H

#include "base/bytes.h"
#include "dialogue/dialogue.h"

/* Adds the line that begins a dialogue. */
void dialogue_text_begin(struct bytes *out, const char *name);

/* Adds lines for bytes that one side says: one for each line of the bytes, cut
 * where it becomes longer than fits on a screen. is_message: the bytes are one
 * message, such as a datagram, and stay one step. */
void dialogue_text_say(struct bytes *out, enum dialogue_side side,
    const void *bytes, size_t len, bool is_message);

/* Adds a line for the end of one side's stream, or for its reset. */
void dialogue_text_end(
    struct bytes *out, enum dialogue_side side, bool is_reset);

void dialogue_text_pause(struct bytes *out, int64_t pause_us);

/* Adds bytes as they are written in a step. */
void dialogue_text_escape(struct bytes *out, const void *bytes, size_t len);

#endif
