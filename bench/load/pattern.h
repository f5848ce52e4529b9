/* SPDX-License-Identifier: MIT */
/* What is sent: lines of 64 bytes, and in each page its number, so that what is
 * missing, doubled or in the wrong place is seen. */
#ifndef BENCH_LOAD_PATTERN_H
#define BENCH_LOAD_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PATTERN_PAGE 4096
#define PATTERN_BLOCK ((size_t)1 << 20)

/* Memory of two equal blocks: a chunk that begins in the first one may end in
 * the second one. They are used again and again. */
char *pattern_blocks(void);

/* Numbers the pages that begin in the LEN bytes at BYTES, a part of the blocks
 * that is at OFFSET of the stream. */
void pattern_number(char *bytes, size_t len, uint64_t offset);

/* Whether the first number in the LEN bytes at BYTES is what it must be. */
bool pattern_fits(const char *bytes, size_t len, uint64_t offset);

#endif
