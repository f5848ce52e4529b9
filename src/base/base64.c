/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, section 4). */
#include "base/base64.h"

void base64_add(struct bytes *out, const void *bytes, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = bytes;
	size_t room;
	unsigned char *to = bytes_room(out, len / 3 * 4 + 4, &room);

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned group = (unsigned)in[i] << 16 |
		                 (left > 1 ? (unsigned)in[i + 1] << 8 : 0) |
		                 (left > 2 ? in[i + 2] : 0);
		*to++ = (unsigned char)digits[group >> 18];
		*to++ = (unsigned char)digits[group >> 12 & 63];
		*to++ = left > 1 ? (unsigned char)digits[group >> 6 & 63] : '=';
		*to++ = left > 2 ? (unsigned char)digits[group & 63] : '=';
	}
	out->len += (len + 2) / 3 * 4;
}

/* The value of a digit; -1: it is none. */
static int value_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(struct bytes *out, const void *text, size_t len)
{
	const unsigned char *in = text;
	size_t digits = len, room;

	while (digits > 0 && len - digits < 2 && in[digits - 1] == '=')
		digits--;
	if (len % 4 != 0)
		return false;
	unsigned char *to = bytes_room(out, len / 4 * 3 + 1, &room);
	unsigned group = 0;
	for (size_t i = 0; i < digits; i++) {
		int value = value_of(in[i]);
		if (value < 0)
			return false;
		group = group << 6 | (unsigned)value;
		/* The digits of a group of four complete bytes 1 to 3. */
		if (i % 4 != 0) {
			*to++ = (unsigned char)(group >> (6 - 2 * (i % 4)));
			out->len++;
		}
	}
	return true;
}
