/* SPDX-License-Identifier: MIT */
/* Bytes as lines for people: offset, hexadecimal and text. */
#ifndef TAP_DUMP_H
#define TAP_DUMP_H

#include <stdint.h>

#include "base/bytes.h"

#define DUMP_MOST 16

/* How many bytes fit into a line of so many columns, of which other text takes
 * some before them: DUMP_MOST, or half of that. 0 columns: there is no limit.
 */
size_t dump_bytes_a_line(int columns, int before);

/* Adds lines for len bytes, a_line bytes each (at most DUMP_MOST): the words
 * before, the offset, and the bytes in hexadecimal and as text, with a dot for
 * what is not printable ASCII. */
void dump_lines(struct bytes *out, const char *before, uint64_t offset,
    const unsigned char *bytes, size_t len, size_t a_line);

#endif
