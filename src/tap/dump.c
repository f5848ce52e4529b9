/* SPDX-License-Identifier: MIT */
/* Bytes as lines for people: offset, hexadecimal and text. */
#include "tap/dump.h"

#include <stdbool.h>
#include <string.h>

#define GROUP 8
#define OFFSET_COLUMNS 8

/* Offset, hexadecimal with a gap between groups, text between bars. */
#define COLUMNS_MOST                                                           \
	(OFFSET_COLUMNS + 2 + 3 * DUMP_MOST + DUMP_MOST / GROUP + 1 +          \
	    DUMP_MOST + 1)

size_t dump_bytes_a_line(int columns, int before)
{
	return columns == 0 || before + COLUMNS_MOST <= columns ? DUMP_MOST
	                                                        : DUMP_MOST / 2;
}

static const char digits[] = "0123456789abcdef";

/* printf(3) would take more time than all the rest. */
static void add_offset(struct bytes *out, uint64_t offset)
{
	char text[2 * sizeof(offset)];
	size_t at = sizeof(text);

	for (size_t i = 0; i < OFFSET_COLUMNS || offset > 0; i++) {
		text[--at] = digits[offset & 15];
		offset >>= 4;
	}
	bytes_add(out, text + at, sizeof(text) - at);
}

static void add_hex(
    struct bytes *out, const unsigned char *bytes, size_t len, size_t room)
{
	char text[DUMP_MOST * 3 + DUMP_MOST / GROUP], *at = text;

	memset(text, ' ', sizeof(text));
	for (size_t i = 0; i < room; i++) {
		if (i < len) {
			at[0] = digits[bytes[i] >> 4];
			at[1] = digits[bytes[i] & 15];
		}
		at += (i + 1) % GROUP == 0 ? 4 : 3;
	}
	bytes_add(out, text, (size_t)(at - text));
}

static void add_text(struct bytes *out, const unsigned char *bytes, size_t len)
{
	char text[DUMP_MOST];

	for (size_t i = 0; i < len; i++) {
		bool is_printable = bytes[i] >= ' ' && bytes[i] <= '~';
		text[i] = is_printable ? (char)bytes[i] : '.';
	}
	bytes_add(out, text, len);
}

void dump_lines(struct bytes *out, const char *before, uint64_t offset,
    const unsigned char *bytes, size_t len, size_t a_line)
{
	size_t before_len = strlen(before);

	for (size_t n; len > 0; bytes += n, len -= n, offset += n) {
		n = len < a_line ? len : a_line;
		bytes_add(out, before, before_len);
		add_offset(out, offset);
		bytes_add(out, "  ", 2);
		add_hex(out, bytes, n, a_line);
		bytes_add_text(out, "|");
		add_text(out, bytes, n);
		bytes_add_text(out, "|\n");
	}
}
