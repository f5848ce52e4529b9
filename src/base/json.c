/* SPDX-License-Identifier: MIT */
/* Composing JSON. */
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/xalloc.h"

void json_name(struct bytes *out, const char *name)
{
	bool is_first = out->len == 0 || out->at[out->len - 1] == '{';

	bytes_add_text(out, is_first ? "\"" : ",\"");
	bytes_add_text(out, name);
	bytes_add_text(out, "\":");
}

void json_open(struct bytes *out, const char *name)
{
	if (name)
		json_name(out, name);
	bytes_add_text(out, "{");
}

void json_close(struct bytes *out)
{
	bytes_add_text(out, "}");
}

/* Adds the number with at least so many digits. An event has many numbers, and
 * printf(3) is slower. */
static void add_digits(struct bytes *out, uint64_t number, size_t least)
{
	char digits[24];
	size_t at = sizeof(digits);

	while (number > 0 || sizeof(digits) - at < least) {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	}
	bytes_add(out, digits + at, sizeof(digits) - at);
}

void json_number(struct bytes *out, const char *name, int64_t number)
{
	json_name(out, name);
	if (number < 0)
		bytes_add_text(out, "-");
	add_digits(out, number < 0 ? -(uint64_t)number : (uint64_t)number, 1);
}

void json_seconds(struct bytes *out, const char *name, int64_t time_us)
{
	json_name(out, name);
	add_digits(out, (uint64_t)time_us / 1000000, 1);
	bytes_add_text(out, ".");
	add_digits(out, (uint64_t)time_us % 1000000, 6);
}

void json_flag(struct bytes *out, const char *name, bool flag)
{
	json_name(out, name);
	bytes_add_text(out, flag ? "true" : "false");
}

void json_word(struct bytes *out, const char *name, const char *word)
{
	json_name(out, name);
	bytes_add_text(out, "\"");
	bytes_add_text(out, word);
	bytes_add_text(out, "\"");
}

/* A byte becomes at most four. */
void json_text(struct bytes *out, const char *name, const char *text)
{
	size_t len = strlen(text), size = 4 * len + 4;
	char *shown = xmalloc(size);

	text_escape(shown, size, text, len);
	json_name(out, name);
	json_string(out, shown, strlen(shown));
	free(shown);
}

static void escape_control(struct bytes *out, unsigned code)
{
	static const char letters[] = "\bb\tt\nn\ff\rr";
	const char *found =
	    code && code < 0x20 ? strchr(letters, (int)code) : NULL;

	if (found)
		bytes_print(out, "\\%c", found[1]);
	else
		bytes_print(out, "\\u%04x", code);
}

/* The length of the character at in if it has to be escaped, for JSON, or since
 * a terminal could take it for a command. Otherwise 0. */
static size_t special_at(const unsigned char *in, size_t len)
{
	if (in[0] < 0x20 || in[0] == 0x7F || in[0] == '"' || in[0] == '\\')
		return 1;
	/* The first bytes of C1 and of marks of direction. */
	if (in[0] != 0xC2 && in[0] != 0xD8 && in[0] != 0xE2)
		return 0;
	int whole = text_utf8(in, len);
	return whole > 0 && text_sequence(in, len) == 0 ? (size_t)whole : 0;
}

static void escape(struct bytes *out, const unsigned char *in, size_t whole)
{
	if (*in == '"' || *in == '\\')
		bytes_print(out, "\\%c", *in);
	else if (whole == 1)
		escape_control(out, *in);
	else if (whole == 2)
		escape_control(out, (in[0] & 0x1FU) << 6 | (in[1] & 0x3FU));
	else
		escape_control(out, (in[0] & 0xFU) << 12 |
					(in[1] & 0x3FU) << 6 | (in[2] & 0x3FU));
}

void json_string(struct bytes *out, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	size_t done = 0, i = 0;

	bytes_add_text(out, "\"");
	while (i < len) {
		size_t whole = special_at(in + i, len - i);
		if (whole > 0) {
			bytes_add(out, in + done, i - done);
			escape(out, in + i, whole);
			done = i + whole;
		}
		i += whole > 0 ? whole : 1;
	}
	bytes_add(out, in + done, len - done);
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

/* Adds a member with one of two names: a text, or what is none in base64. */
static void add_any(struct bytes *out, const char *text_name,
    const char *base64_name, const void *bytes, size_t len)
{
	if (is_text(bytes, len)) {
		json_name(out, text_name);
		json_string(out, bytes, len);
		return;
	}
	json_name(out, base64_name);
	bytes_add_text(out, "\"");
	base64_add(out, bytes, len);
	bytes_add_text(out, "\"");
}

void json_bytes(
    struct bytes *out, const char *name, const void *bytes, size_t len)
{
	char base64_name[64];

	snprintf(base64_name, sizeof(base64_name), "%s_b64", name);
	add_any(out, name, base64_name, bytes, len);
}

void json_payload(struct bytes *out, const void *bytes, size_t len)
{
	json_number(out, "len", (int64_t)len);
	add_any(out, "text", "b64", bytes, len);
}
