/* SPDX-License-Identifier: MIT */
/* Reads the text form of dialogues: genet-dialogue(5). */
#ifndef DIALOGUE_DIALOGUE_READ_H
#define DIALOGUE_DIALOGUE_READ_H

#include "base/error.h"
#include "dialogue/dialogue.h"
#include "dialogue/variables.h"

/* Reads len bytes of the file of that name. A name in a text must be that of a
 * variable, or of an earlier step of the same dialogue. Returns 0, or -1 with
 * FAULT_USAGE, "FILE:LINE:COLUMN: WHAT", and *out all zeros. */
int dialogue_read(const char *file, const char *text, size_t len,
    const struct variables *known, struct dialogue_file *out,
    struct error *err);

#endif
