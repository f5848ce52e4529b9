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
