/* SPDX-License-Identifier: MIT */
/* Quoting of words for a shell. */
#include "base/quote.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_plain(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789%+,-./:=@_";

	return *word && word[strspn(word, plain)] == '\0';
}

static bool has_control(const char *word)
{
	for (; *word; word++)
		if ((unsigned char)*word < ' ' || *word == 0x7f)
			return true;
	return false;
}

/* Writes a byte for '...', or for $'...', which has escapes. */
static void write_byte(char text[8], unsigned char byte, bool can_escape)
{
	if (!can_escape)
		snprintf(text, 8, byte == '\'' ? "'\\''" : "%c", byte);
	else if (byte == '\'' || byte == '\\')
		snprintf(text, 8, "\\%c", byte);
	else
		snprintf(text, 8, byte < ' ' || byte == 0x7f ? "\\x%02x" : "%c",
		    byte);
}

char *quote_word(char *out, size_t size, const char *word)
{
	const size_t end = sizeof("'...");
	bool can_escape = has_control(word);
	size_t used = 0;
	char text[8];

	if (is_plain(word) && strlen(word) < size) {
		memcpy(out, word, strlen(word) + 1);
		return out;
	}
	if (can_escape)
		out[used++] = '$';
	out[used++] = '\'';
	for (; *word; word++) {
		write_byte(text, (unsigned char)*word, can_escape);
		if (used + strlen(text) + end >= size) {
			snprintf(out + used, size - used, "'...");
			return out;
		}
		memcpy(out + used, text, strlen(text));
		used += strlen(text);
	}
	snprintf(out + used, size - used, "'");
	return out;
}
