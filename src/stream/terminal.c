/* SPDX-License-Identifier: MIT */
/* Bytes from elsewhere, made harmless for a terminal. */
#include "stream/terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static size_t put_hex(char *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	memcpy(out, "\\x", 2);
	out[2] = digits[byte >> 4];
	out[3] = digits[byte & 15];
	return 4;
}

/* A carriage return alone would let a peer overwrite its line. */
static bool is_layout(const unsigned char *bytes, size_t len)
{
	return bytes[0] == '\n' || bytes[0] == '\t' ||
	       (bytes[0] == '\r' && (len == 1 || bytes[1] == '\n'));
}

/* Shows what begins at bytes. Returns how many bytes of it were used; 0 if
 * more is needed to know. */
static size_t show_one(
    const unsigned char *bytes, size_t len, char *out, size_t *used)
{
	int whole = text_sequence(bytes, len);

	if (whole < 0)
		return 0;
	if (whole > 0 || is_layout(bytes, len)) {
		size_t n = whole > 0 ? (size_t)whole : 1;
		memcpy(out + *used, bytes, n);
		*used += n;
		return n;
	}
	*used += put_hex(out + *used, bytes[0]);
	return 1;
}

size_t terminal_escape(
    struct terminal *t, const unsigned char *bytes, size_t len, char *out)
{
	size_t used = 0;

	/* A character that was cut: complete it byte by byte. */
	while (t->held_len > 0 && len > 0) {
		t->held[t->held_len++] = *bytes++;
		len--;
		size_t n = show_one(t->held, t->held_len, out, &used);
		t->held_len -= n;
		memmove(t->held, t->held + n, t->held_len);
	}
	while (len > 0) {
		size_t n = show_one(bytes, len, out, &used);
		if (n == 0) {
			memcpy(t->held, bytes, len);
			t->held_len = len;
			break;
		}
		bytes += n;
		len -= n;
	}
	return used;
}

size_t terminal_flush(struct terminal *t, char *out)
{
	size_t used = 0;

	for (size_t i = 0; i < t->held_len; i++)
		used += put_hex(out + used, t->held[i]);
	t->held_len = 0;
	return used;
}
