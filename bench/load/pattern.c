/* SPDX-License-Identifier: MIT */
/* See pattern.h. */
#include "pattern.h"

#include "harness.h"

#include <string.h>

enum { LINE = 64, DIGITS = 16 };

/* The number of a page in hexadecimal digits. */
static void digits(char *text, uint64_t page)
{
	for (int i = DIGITS - 1; i >= 0; i--) {
		text[i] = "0123456789abcdef"[page & 15];
		page >>= 4;
	}
}

char *pattern_blocks(void)
{
	char *block = memory(2 * PATTERN_BLOCK);
	uint32_t random = 2463534242U;

	for (size_t i = 0; i < PATTERN_BLOCK; i++) {
		random ^= random << 13;
		random ^= random >> 17;
		random ^= random << 5;
		block[i] =
		    i % LINE == LINE - 1 ? '\n' : (char)('a' + random % 26);
	}
	memcpy(block + PATTERN_BLOCK, block, PATTERN_BLOCK);
	return block;
}

/* How many bytes of the stream come before the next page, from OFFSET on. */
static size_t to_next_page(uint64_t offset)
{
	return (size_t)(-offset % PATTERN_PAGE);
}

void pattern_number(char *bytes, size_t len, uint64_t offset)
{
	for (size_t at = to_next_page(offset); at < len; at += PATTERN_PAGE)
		digits(bytes + at, (offset + at) / PATTERN_PAGE);
}

bool pattern_fits(const char *bytes, size_t len, uint64_t offset)
{
	size_t at = to_next_page(offset);
	char wanted[DIGITS];

	if (at + DIGITS > len)
		return true;
	digits(wanted, (offset + at) / PATTERN_PAGE);
	return memcmp(bytes + at, wanted, DIGITS) == 0;
}
