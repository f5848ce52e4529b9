/* SPDX-License-Identifier: MIT */
/* Words as a shell reads them. */
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

char *quote_word(char *out, size_t size, const char *word)
{
	const size_t end = sizeof("'...");
	size_t used = 0;

	if (is_plain(word) && strlen(word) < size) {
		memcpy(out, word, strlen(word) + 1);
		return out;
	}
	out[used++] = '\'';
	for (; *word; word++) {
		const char *text =
		    *word == '\'' ? "'\\''" : (const char[]){ *word, '\0' };
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
