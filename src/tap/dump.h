/* SPDX-License-Identifier: MIT */
/* Bytes as lines for people: offset, hexadecimal and text. */
#ifndef TAP_DUMP_H
#define TAP_DUMP_H

#include <stdint.h>

#include "base/bytes.h"

#define DUMP_MOST 16

/* How many bytes go into a line that is to have so many columns, behind that
 * many columns of other text: DUMP_MOST, or half of that if this is too wide.
 * 0 columns: any number. */
size_t dump_bytes_a_line(int columns, int before);

/* Adds lines of so many bytes each (at most DUMP_MOST) for len bytes: the words
 * before them, the offset of the first, all in hexadecimal and as text, where
 * other than printable ASCII is a dot. */
void dump_lines(struct bytes *out, const char *before, uint64_t offset,
    const unsigned char *bytes, size_t len, size_t a_line);

#endif
