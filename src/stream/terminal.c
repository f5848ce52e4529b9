/* SPDX-License-Identifier: MIT */
/* Bytes from elsewhere, made harmless for a terminal. */
#include "stream/terminal.h"

#include <assert.h>
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

/* A carriage return without a line feed would let a peer overwrite its line, so
 * the byte after it is needed. */
static bool needs_more(const unsigned char *bytes, size_t len)
{
	return text_sequence(bytes, len) < 0 || (bytes[0] == '\r' && len == 1);
}

static bool is_layout(const unsigned char *bytes, size_t len)
{
	return bytes[0] == '\n' || bytes[0] == '\t' ||
	       (bytes[0] == '\r' && len > 1 && bytes[1] == '\n');
}

/* Escapes the first character of bytes. Returns how many bytes that is. */
static size_t show_one(
    const unsigned char *bytes, size_t len, char *out, size_t *used)
{
	int whole = text_sequence(bytes, len);

	if (whole > 0 || is_layout(bytes, len)) {
		size_t n = whole > 0 ? (size_t)whole : 1;
		memcpy(out + *used, bytes, n);
		*used += n;
		return n;
	}
	*used += put_hex(out + *used, bytes[0]);
	return 1;
}

/* Escapes what is held, as far as it is complete. */
static void show_held(struct terminal *t, bool at_end, char *out, size_t *used)
{
	while (
	    t->held_len > 0 && (at_end || !needs_more(t->held, t->held_len))) {
		size_t n = show_one(t->held, t->held_len, out, used);
		t->held_len -= n;
		memmove(t->held, t->held + n, t->held_len);
	}
}

size_t terminal_escape(
    struct terminal *t, const unsigned char *bytes, size_t len, char *out)
{
	size_t used = 0;

	while (t->held_len > 0 && len > 0) {
		t->held[t->held_len++] = *bytes++;
		len--;
		show_held(t, false, out, &used);
	}
	while (len > 0 && !needs_more(bytes, len)) {
		size_t n = show_one(bytes, len, out, &used);
		bytes += n;
		len -= n;
	}
	assert(t->held_len + len <= sizeof(t->held));
	memcpy(t->held + t->held_len, bytes, len);
	t->held_len += len;
	return used;
}

size_t terminal_flush(struct terminal *t, char *out)
{
	size_t used = 0;

	show_held(t, true, out, &used);
	return used;
}
