/* SPDX-License-Identifier: MIT */
/* Composing JSON. */
#include "base/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

void json_name(struct bytes *out, const char *name)
{
	unsigned char last = out->len ? out->at[out->len - 1] : '{';

	bytes_print(out, "%s\"%s\":", last == '{' ? "" : ",", name);
}

static void escape_control(struct bytes *out, unsigned char byte)
{
	static const char letters[] = "\bb\tt\nn\ff\rr";
	const char *found = byte ? strchr(letters, byte) : NULL;

	if (found)
		bytes_print(out, "\\%c", found[1]);
	else
		bytes_print(out, "\\u%04x", byte);
}

void json_string(struct bytes *out, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;

	bytes_add_text(out, "\"");
	for (size_t i = 0; i < len; i++) {
		if (in[i] == '"' || in[i] == '\\')
			bytes_add_text(out, "\\");
		if (in[i] < 0x20 || in[i] == 0x7F)
			escape_control(out, in[i]);
		else
			bytes_add(out, &in[i], 1);
	}
	bytes_add_text(out, "\"");
}

/* UTF-8 without NUL. Control characters are allowed: they can be escaped. */
static bool is_text(const unsigned char *in, size_t len)
{
	while (len > 0) {
		int n = *in ? text_utf8(in, len) : 0;
		if (n <= 0)
			return false;
		in += n;
		len -= (size_t)n;
	}
	return true;
}

static void add_base64(struct bytes *out, const unsigned char *in, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned group = (unsigned)in[i] << 16 |
		                 (left > 1 ? (unsigned)in[i + 1] << 8 : 0) |
		                 (left > 2 ? in[i + 2] : 0);
		char quad[4] = {
			digits[group >> 18],
			digits[group >> 12 & 63],
			left > 1 ? digits[group >> 6 & 63] : '=',
			left > 2 ? digits[group & 63] : '=',
		};
		bytes_add(out, quad, sizeof(quad));
	}
}

/* The member NAME if the bytes are UTF-8 without NUL, else NAME_B64. */
static void add_bytes(struct bytes *out, const char *name, const char *name_b64,
    const void *bytes, size_t len)
{
	if (is_text(bytes, len)) {
		json_name(out, name);
		json_string(out, bytes, len);
		return;
	}
	json_name(out, name_b64);
	bytes_add_text(out, "\"");
	add_base64(out, bytes, len);
	bytes_add_text(out, "\"");
}

void json_path(struct bytes *out, const void *bytes, size_t len)
{
	add_bytes(out, "path", "path_b64", bytes, len);
}

void json_abstract(struct bytes *out, const void *bytes, size_t len)
{
	add_bytes(out, "abstract", "abstract_b64", bytes, len);
}

void json_payload(struct bytes *out, const void *bytes, size_t len)
{
	json_name(out, "len");
	bytes_print(out, "%zu", len);
	add_bytes(out, "text", "b64", bytes, len);
}
